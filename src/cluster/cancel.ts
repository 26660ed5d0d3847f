import type { QueuedJob } from '../shared/cluster.ts';
import { readQueue } from './queue.ts';

/**
 * Ends the jobs of a plan that wait or run. Parts that are done stay done.
 * @param planFile absolute
 * @returns the jobs that were there to be ended
 * @throws what `readQueue` throws
 */
export async function cancelSubmitted(
  planFile: string,
  signal?: AbortSignal,
): Promise<readonly QueuedJob[]> {
  const { scheduler, jobs } = await readQueue(planFile, signal);
  const ids = new Set(jobs.map(({ id }) => id));
  await scheduler.cancel([...ids].map((id) => ({ id, part: null })));
  return jobs;
}
