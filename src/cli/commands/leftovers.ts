import type { Command } from 'commander';
import * as z from 'zod';
import { EXIT } from '../exit.ts';
import { toJson } from '../report/json.ts';
import { reportLeftovers, type SeenLeftover } from '../report/leftovers.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({
  delete: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** `leftovers`: what runs left that were killed. */
export function addLeftoversCommand(program: Command, run: Runner): void {
  program
    .command('leftovers')
    .description('list what runs left in a folder that were killed')
    .argument('<folder>', 'where results are written')
    .option('--delete', 'delete it, but for what a run is still writing')
    .option('--json', 'the list as JSON')
    .action((given: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const folder = z.string().parse(given);
        const { delete: isToGo, json } = flagsSchema.parse(flags);
        const { listLeftovers, deleteLeftover } = await loadCore();
        const seen: SeenLeftover[] = [];
        for (const leftover of await listLeftovers(folder, io.signal)) {
          const fate = isToGo && !leftover.isAlive ? await deleteLeftover(leftover) : null;
          seen.push({ ...leftover, fate });
        }
        await io.out(json ? toJson(seen) : reportLeftovers(seen, folder));
        return EXIT.done;
      }),
    );
}
