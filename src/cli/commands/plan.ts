import type { Command } from 'commander';
import { addConcatOptions, addCountOption } from '../arguments/concat-options.ts';
import { parseConcatArguments } from '../arguments/request.ts';
import { createReporter } from '../progress/reporter.ts';
import { showPlan } from '../report/show-plan.ts';
import type { Runner } from './runner.ts';

/** `plan`: what would be written, and why. */
export function addPlanCommand(program: Command, run: Runner): void {
  const command = addConcatOptions(program.command('plan')).description(
    'show what would be written, and why',
  );
  addCountOption(
    command,
    '--parts <count>',
    'split it for so many processes at most (run --part)',
  ).action((inputs: unknown, flags: unknown) =>
    run(flags, async (io, loadCore) => {
      const given = parseConcatArguments(inputs, flags, io.exists);
      const { prepareConcat } = await loadCore();
      const reporter = createReporter(io, given);
      try {
        const context = { signal: io.signal, onProgress: reporter.report };
        const prepared = await prepareConcat(given.request, context, {}, given.parts);
        await prepared.close();
        reporter.stop();
        return await showPlan(io, prepared.plan, given);
      } finally {
        reporter.stop();
      }
    }),
  );
}
