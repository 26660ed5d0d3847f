import type { Command } from 'commander';
import type { RunResult } from '../../shared/progress.ts';
import { formatBytes, formatDuration, formatShape, printable } from '../../shared/words/index.ts';
import { addConcatOptions } from '../arguments/concat-options.ts';
import { parseConcatArguments, type ConcatArguments } from '../arguments/request.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Core, Io } from '../io.ts';
import { createReporter } from '../progress/reporter.ts';
import { toJson } from '../report/json.ts';
import { announcePlan, showPlan } from '../report/show-plan.ts';
import { reportTree } from '../report/tree.ts';
import { walkStore } from '../walk.ts';
import type { Runner } from './runner.ts';

/** `concat`: plans, executes, and shows the result. */
export function addConcatCommand(program: Command, run: Runner): void {
  addConcatOptions(program.command('concat'))
    .description('concatenate stores into a new one')
    .option('--dry-run', 'show the plan and write nothing')
    .action((inputs: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const given = parseConcatArguments(inputs, flags, io.exists);
        return await concat(io, await loadCore(), given);
      }),
    );
}

async function concat(io: Io, core: Core, given: ConcatArguments): Promise<ExitCode> {
  const reporter = createReporter(io, given);
  const context = { signal: io.signal, onProgress: reporter.report };
  try {
    const prepared = await core.prepareConcat(given.request, context);
    try {
      reporter.stop();
      if (given.dryRun) return await showPlan(io, prepared.plan, given);
      const verdict = announcePlan(io, prepared.plan, given);
      if (verdict !== EXIT.done) return verdict;
      const result = await prepared.run(context);
      reporter.stop();
      await showResult(io, core, result, given.json);
      return EXIT.done;
    } finally {
      await prepared.close();
    }
  } finally {
    reporter.stop();
  }
}

async function showResult(io: Io, core: Core, result: RunResult, json: boolean): Promise<void> {
  if (json) {
    await io.out(toJson(result));
    return;
  }
  const { output, nObs, nVars, bytes, seconds } = result;
  // No signal: the result is in place, it is too late to cancel.
  const tree = await walkStore(core.inspectStore, output);
  const size = `${formatShape([nObs, nVars])}, ${formatBytes(bytes)}`;
  await io.out(
    `Wrote ${printable(output)}: ${size}, in ${formatDuration(seconds)}\n\n${reportTree(tree, output)}`,
  );
}
