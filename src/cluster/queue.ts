import { UsageInvalidError } from '../core/errors.ts';
import type { QueuedJob } from '../shared/cluster.ts';
import { createScheduler } from './create.ts';
import { ClusterFolder, jobIds } from './folder.ts';
import type { Scheduler } from './scheduler.ts';

/** What a scheduler has of a plan that was submitted to it. */
export interface Queue {
  readonly scheduler: Scheduler;
  readonly jobs: readonly QueuedJob[];
}

/**
 * @param planFile absolute
 * @throws UsageInvalidError when it was never submitted
 * @throws SchedulerUnavailableError, SchedulerRefusedError, CancelledError
 */
export async function readQueue(planFile: string, signal?: AbortSignal): Promise<Queue> {
  const record = await new ClusterFolder(planFile).read();
  if (record === undefined) {
    throw new UsageInvalidError({ path: planFile, reason: 'it was not submitted to a scheduler' });
  }
  const scheduler = createScheduler(record.scheduler, signal);
  return { scheduler, jobs: await scheduler.queued(jobIds(record), record.name) };
}
