import type { Command } from 'commander';
import * as z from 'zod';
import { readPlanFile } from '../../core/plan-file.ts';
import { EXIT } from '../exit.ts';
import { toJson } from '../report/json.ts';
import { reportParts } from '../report/parts.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({ json: z.boolean().default(false) });

/** `parts`: where the parts of a plan are, by what they say of themselves. */
export function addPartsCommand(program: Command, run: Runner): void {
  program
    .command('parts')
    .description('tell which parts of a plan are done, run, failed, or wait')
    .argument('<plan>', 'what «plan --parts --json» printed, in a file')
    .option('--json', 'the state as JSON')
    .action((file: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const { json } = flagsSchema.parse(flags);
        const plan = await readPlanFile(z.string().parse(file));
        const { readPartsState } = await loadCore();
        const state = await readPartsState(plan);
        await io.out(json ? toJson(state) : reportParts(state));
        return EXIT.done;
      }),
    );
}
