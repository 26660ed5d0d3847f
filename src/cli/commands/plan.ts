import type { Command } from 'commander';
import { addConcatOptions } from '../arguments/concat-options.ts';
import { parseConcatArguments } from '../arguments/request.ts';
import { createReporter } from '../progress/reporter.ts';
import { showPlan } from '../report/show-plan.ts';
import type { Runner } from './runner.ts';

/** `plan`: what would be written, and why. */
export function addPlanCommand(program: Command, run: Runner): void {
  addConcatOptions(program.command('plan'))
    .description('show what would be written, and why')
    .action((inputs: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const given = parseConcatArguments(inputs, flags, io.exists);
        const { prepareConcat } = await loadCore();
        const reporter = createReporter(io, given);
        try {
          const prepared = await prepareConcat(given.request, {
            signal: io.signal,
            onProgress: reporter.report,
          });
          await prepared.close();
          reporter.stop();
          return await showPlan(io, prepared.plan, given);
        } finally {
          reporter.stop();
        }
      }),
    );
}
