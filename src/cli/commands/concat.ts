import type { Command } from 'commander';
import { addConcatOptions, addResumeOption } from '../arguments/concat-options.ts';
import { parseConcatArguments } from '../arguments/request.ts';
import { carryOut } from '../carry-out.ts';
import type { Runner } from './runner.ts';

/** `concat`: plans, executes, and shows the result. */
export function addConcatCommand(program: Command, run: Runner): void {
  addResumeOption(addConcatOptions(program.command('concat')))
    .description('concatenate stores into a new one')
    .option('--dry-run', 'show the plan and write nothing')
    .action((inputs: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const given = parseConcatArguments(inputs, flags, io.exists);
        const core = await loadCore();
        return await carryOut(io, core, given, (context) =>
          core.prepareConcat(given.request, context),
        );
      }),
    );
}
