import type { Command } from 'commander';
import * as z from 'zod';
import { EXIT } from '../exit.ts';
import { toJson } from '../report/json.ts';
import { reportTree } from '../report/tree.ts';
import { walkStore } from '../walk.ts';
import type { Runner } from './runner.ts';

/** `inspect`: the tree of a store. */
export function addInspectCommand(program: Command, run: Runner): void {
  program
    .command('inspect')
    .description('show the tree of a store')
    .argument('<store>', 'an .h5ad file, or a .zarr folder, .zip archive or URL')
    .option('--json', 'the tree as JSON')
    .action((store: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const path = z.string().parse(store);
        const { json } = z.object({ json: z.boolean().default(false) }).parse(flags);
        const { openInspection } = await loadCore();
        const tree = await walkStore(openInspection, path, io.signal);
        await io.out(json ? toJson(tree) : reportTree(tree, path));
        return EXIT.done;
      }),
    );
}
