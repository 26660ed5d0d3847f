import type { Command } from 'commander';
import * as z from 'zod';
import { UsageInvalidError } from '../../core/errors.ts';
import { readPlanFile } from '../../core/plan-file.ts';
import { addChangeOptions, changesOf, changesShape } from '../arguments/changes.ts';
import { addCountOption, addOutputOptions, addResumeOption } from '../arguments/concat-options.ts';
import { carryOutPart } from '../carry-out-part.ts';
import { carryOut } from '../carry-out.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({
  ...changesShape,
  resume: z.boolean().default(false),
  part: z.int().optional(),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

/** `run`: executes a saved plan, as long as it is still true. */
export function addRunCommand(program: Command, run: Runner): void {
  const command = program
    .command('run')
    .description('execute a saved plan, unless an input has changed since')
    .argument('<plan>', 'what «plan --json» printed, in a file');
  addChangeOptions(command);
  addCountOption(command, '--part <number>', 'write this part of it alone, for «finish»');
  addOutputOptions(addResumeOption(command)).action((file: unknown, flags: unknown) =>
    run(flags, async (io, loadCore) => {
      const { overwrite, verify, part, ...manner } = flagsSchema.parse(flags);
      const changes = changesOf({ overwrite, verify });
      const saved = await readPlanFile(z.string().parse(file));
      const core = await loadCore();
      if (part !== undefined) {
        if (manner.resume)
          throw new UsageInvalidError({ reason: 'a part is repeated, not resumed' });
        return await carryOutPart(io, core, manner, { plan: saved, part, changes });
      }
      return await carryOut(io, core, { ...manner, dryRun: false }, (context) =>
        core.prepareSaved(saved, changes, context),
      );
    }),
  );
}
