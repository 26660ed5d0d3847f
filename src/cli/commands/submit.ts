import path from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { createScheduler, drawScripts, plannedParts, submit } from '../../cluster/index.ts';
import { readPlanFile } from '../../core/plan-file.ts';
import { schedulerNameSchema } from '../../shared/cluster.ts';
import { addResourceOptions, addSchedulerOption, parseResources } from '../arguments/cluster.ts';
import { EXIT } from '../exit.ts';
import { reportScripts, reportSubmitted } from '../report/cluster.ts';
import { toJson } from '../report/json.ts';
import type { Runner } from './runner.ts';

const flagsSchema = z.looseObject({
  scheduler: schedulerNameSchema.default('slurm'),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** `submit`: hands the parts of a plan to the scheduler of a cluster; again, those that are missing. */
export function addSubmitCommand(program: Command, run: Runner): void {
  const command = program
    .command('submit')
    .description('hand what is missing of a plan in parts to the scheduler of a cluster')
    .argument('<plan>', 'what «plan --parts --json» printed, in a file');
  addResourceOptions(addSchedulerOption(command))
    .option('--dry-run', 'show the job scripts and submit nothing')
    .option('--json', 'the jobs as JSON')
    .action((given: unknown, flags: unknown) =>
      run(flags, async (io, loadCore) => {
        const { scheduler: name, dryRun, json } = flagsSchema.parse(flags);
        const file = z.string().parse(given);
        const planned = plannedParts(path.resolve(file), await readPlanFile(file));
        const scheduler = createScheduler(name, io.signal);
        const order = { planned, cwd: path.resolve(), resources: parseResources(flags) };
        if (dryRun) {
          const scripts = drawScripts(scheduler, order);
          await io.out(json ? toJson(scripts) : reportScripts(scripts));
          return EXIT.done;
        }
        const { readPartsState } = await loadCore();
        const submitted = await submit(scheduler, order, await readPartsState(planned.plan));
        await io.out(json ? toJson(submitted) : reportSubmitted(submitted, file));
        return EXIT.done;
      }),
    );
}
