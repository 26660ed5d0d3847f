import type { Context } from '../core/context.ts';
import type { PreparedConcat } from '../core/index.ts';
import type { RunResult } from '../shared/progress.ts';
import { formatBytes, formatDuration, formatShape, printable } from '../shared/words/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Core, Io } from './io.ts';
import { createReporter } from './progress/reporter.ts';
import { toJson } from './report/json.ts';
import { announcePlan, showPlan } from './report/show-plan.ts';
import { reportTree } from './report/tree.ts';
import { walkStore } from './walk.ts';

interface Manner {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Shows the plan and writes nothing. */
  readonly dryRun: boolean;
  /** Continues what a run of the same plan left that was killed. */
  readonly resume: boolean;
}

/** Plans, tells the plan, executes it, and shows the result: what `concat` and `run` have in common. */
export async function carryOut(
  io: Io,
  core: Core,
  manner: Manner,
  prepare: (context: Context) => Promise<PreparedConcat>,
): Promise<ExitCode> {
  const reporter = createReporter(io, manner);
  const context = { signal: io.signal, onProgress: reporter.report };
  try {
    const prepared = await prepare(context);
    try {
      reporter.stop();
      if (manner.dryRun) return await showPlan(io, prepared.plan, manner);
      const verdict = announcePlan(io, prepared.plan, manner);
      if (verdict !== EXIT.done) return verdict;
      const result = await prepared.run(context, { resume: manner.resume });
      reporter.stop();
      await showResult(io, core, result, manner.json);
      return EXIT.done;
    } finally {
      await prepared.close();
    }
  } finally {
    reporter.stop();
  }
}

/** What was written, as a result on standard output. */
export async function showResult(
  io: Io,
  core: Core,
  result: RunResult,
  json: boolean,
): Promise<void> {
  if (json) {
    await io.out(toJson(result));
    return;
  }
  const { output, nObs, nVars, bytes, seconds } = result;
  // No signal: the result is in place, it is too late to cancel.
  const tree = await walkStore(core.openInspection, output);
  const size = `${formatShape([nObs, nVars])}, ${formatBytes(bytes)}`;
  await io.out(
    `Wrote ${printable(output)}: ${size}, in ${formatDuration(seconds)}\n\n${reportTree(tree, output)}`,
  );
}
