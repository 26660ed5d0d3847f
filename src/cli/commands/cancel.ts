import path from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { cancelSubmitted } from '../../cluster/index.ts';
import { EXIT } from '../exit.ts';
import { reportCancelled } from '../report/cluster.ts';
import { toJson } from '../report/json.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.object({ json: z.boolean().default(false) });

/** `cancel`: ends what `submit` handed over. Parts that are done stay done. */
export function addCancelCommand(program: Command, run: Runner): void {
  program
    .command('cancel')
    .description('end the jobs of a plan that was submitted; parts that are done stay')
    .argument('<plan>', 'the plan that was submitted')
    .option('--json', 'the jobs as JSON')
    .action((given: unknown, flags: unknown) =>
      run(flags, async (io) => {
        const { json } = flagsSchema.parse(flags);
        const cancelled = await cancelSubmitted(path.resolve(z.string().parse(given)), io.signal);
        await io.out(json ? toJson(cancelled) : reportCancelled(cancelled));
        return EXIT.done;
      }),
    );
}
