import type { Command } from 'commander';
import * as z from 'zod';
import { readPlanFile } from '../../core/plan-file.ts';
import { addChangeOptions, changesOf, changesShape } from '../arguments/changes.ts';
import { addOutputOptions } from '../arguments/concat-options.ts';
import { showResult } from '../carry-out.ts';
import { EXIT } from '../exit.ts';
import { createReporter } from '../progress/reporter.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({
  ...changesShape,
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

/** `finish`: makes the output of what all parts of a plan have written. */
export function addFinishCommand(program: Command, run: Runner): void {
  const command = program
    .command('finish')
    .description('complete what all parts of a plan have written, check it and put it in place')
    .argument('<plan>', 'what «plan --parts --json» printed, in a file');
  addOutputOptions(addChangeOptions(command)).action((file: unknown, flags: unknown) =>
    run(flags, async (io, loadCore) => {
      const { overwrite, verify, ...manner } = flagsSchema.parse(flags);
      const plan = await readPlanFile(z.string().parse(file));
      const changes = changesOf({ overwrite, verify });
      const core = await loadCore();
      const reporter = createReporter(io, manner);
      try {
        const context = { signal: io.signal, onProgress: reporter.report };
        const result = await core.finishParts(plan, changes, context);
        reporter.stop();
        await showResult(io, core, result, manner.json);
        return EXIT.done;
      } finally {
        reporter.stop();
      }
    }),
  );
}
