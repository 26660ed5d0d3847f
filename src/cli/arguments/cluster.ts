import { InvalidArgumentError, type Command } from 'commander';
import * as z from 'zod';
import { UsageInvalidError } from '../../core/errors.ts';
import { resourcesSchema, schedulerNameSchema, type Resources } from '../../shared/cluster.ts';
import { describeIssues } from '../../shared/issues.ts';
import { addCountOption, choice } from './concat-options.ts';
import { parseMinutes } from '../../shared/minutes.ts';
import { parseSize } from './size.ts';

export const addSchedulerOption = (command: Command): Command =>
  command.addOption(
    choice(
      '--scheduler <name>',
      'the scheduler of the cluster',
      schedulerNameSchema.options,
      'slurm',
    ),
  );

export const addResourceOptions = (command: Command): Command =>
  addCountOption(
    command
      .option('--partition <name>', 'where the jobs run (default: as the cluster says)')
      .option('--time <time>', 'of each job, as in 90 (minutes), 4:00:00 or 1-12:00', minutes)
      .option('--mem <size>', 'memory of each job, as in 2GiB (default: by the plan)', memory),
    '--array-limit <count>',
    'parts that may run at the same time',
  );

const flagsSchema = z.looseObject({
  partition: z.string().optional(),
  time: z.number().optional(),
  mem: z.number().optional(),
  arrayLimit: z.number().optional(),
});

/** @throws UsageInvalidError */
export function parseResources(flags: unknown): Resources {
  const { partition, time, mem, arrayLimit } = flagsSchema.parse(flags);
  const resources = resourcesSchema.safeParse({
    partition,
    minutes: time,
    memory: mem,
    arrayLimit,
  });
  if (resources.success) return resources.data;
  const reason = describeIssues(resources.error);
  throw new UsageInvalidError({ reason, cause: resources.error });
}

function minutes(text: string): number {
  const value = parseMinutes(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError('It must be a time, as in 90, 4:00:00 or 1-12:00.');
}

function memory(text: string): number {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new InvalidArgumentError('It must be a size, as in 2GiB.');
}
