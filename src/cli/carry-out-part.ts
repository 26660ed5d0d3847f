import type { PlanChanges } from '../core/concat/saved-plan.ts';
import type { Plan } from '../shared/plan.ts';
import { formatBytes, formatDuration } from '../shared/words/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Core, Io } from './io.ts';
import { createReporter } from './progress/reporter.ts';
import { toJson } from './report/json.ts';

interface Work {
  readonly plan: Plan;
  /** From 1 on. */
  readonly part: number;
  readonly changes: PlanChanges;
}

/** Writes a part of a plan, and tells so. */
export async function carryOutPart(
  io: Io,
  core: Core,
  manner: { readonly json: boolean; readonly quiet: boolean },
  { plan, part, changes }: Work,
): Promise<ExitCode> {
  const reporter = createReporter(io, manner);
  try {
    const context = { signal: io.signal, onProgress: reporter.report };
    const result = await core.runPart(plan, part, changes, context);
    reporter.stop();
    const { total, wasDone, bytes, seconds } = result;
    const what = wasDone
      ? 'was done before: nothing is written'
      : `is done: ${formatBytes(bytes)}, in ${formatDuration(seconds)}`;
    await io.out(manner.json ? toJson(result) : `Part ${part} of ${total} ${what}.\n`);
    return EXIT.done;
  } finally {
    reporter.stop();
  }
}
