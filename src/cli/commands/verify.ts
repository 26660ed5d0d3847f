import type { Command } from 'commander';
import * as z from 'zod';
import { readPlanFile } from '../../core/plan-file.ts';
import { printable } from '../../shared/words/index.ts';
import { addOutputOptions } from '../arguments/concat-options.ts';
import { EXIT } from '../exit.ts';
import { createReporter } from '../progress/reporter.ts';
import { toJson } from '../report/json.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({
  against: z.string(),
  full: z.boolean().default(false),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

/** `verify`: holds a finished store against the plan by which it was written. */
export function addVerifyCommand(program: Command, run: Runner): void {
  const command = program
    .command('verify')
    .description('check that a store is what its plan says')
    .argument('<store>', 'the result: an .h5ad file or a .zarr folder')
    .requiredOption('--against <plan>', 'what «plan --json» printed, in a file')
    .option('--full', 'every value against the inputs, not the structure alone');
  addOutputOptions(command).action((store: unknown, flags: unknown) =>
    run(flags, async (io, loadCore) => {
      const path = z.string().parse(store);
      const { against, full, ...manner } = flagsSchema.parse(flags);
      const plan = await readPlanFile(against);
      const { verifyStore } = await loadCore();
      const reporter = createReporter(io, manner);
      try {
        const context = { signal: io.signal, onProgress: reporter.report };
        await verifyStore(path, plan, { full }, context);
      } finally {
        reporter.stop();
      }
      const what = full ? 'every value' : 'the structure';
      const text = `${printable(path)} is as planned: ${what} was checked.\n`;
      await io.out(manner.json ? toJson({ store: path, against, full }) : text);
      return EXIT.done;
    }),
  );
}
