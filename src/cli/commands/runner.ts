import type { ExitCode } from '../exit.ts';
import type { Io, LoadCore } from '../io.ts';

/** Runs the work of a command with the outside world, and concludes it. */
export type Runner = (
  flags: unknown,
  work: (io: Io, loadCore: LoadCore) => Promise<ExitCode>,
) => Promise<void>;
