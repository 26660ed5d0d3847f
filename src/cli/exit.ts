import type { Failure } from '../shared/failure.ts';

/** The exit codes, a contract that scripts rely on. */
export const EXIT = {
  done: 0,
  /** An input, the plan, the disk or we ourselves are at fault. */
  fault: 1,
  /** The command line is at fault. */
  usage: 2,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf({ tag }: Failure): ExitCode {
  if (tag === 'Cancelled') return EXIT.cancelled;
  return tag === 'UsageInvalid' ? EXIT.usage : EXIT.fault;
}
