import type { ClusterReport, QueuedJob } from './cluster.ts';
import type { PartsState } from './parts.ts';

/**
 * Where a part is that was submitted: its own record tells that it is done or why it failed, the
 * scheduler that it waits or runs; `missing` is what is neither done nor in the queue.
 */
export type ClusterPartKind = 'pending' | 'running' | 'done' | 'failed' | 'missing';

/** `part` is null of the finisher. */
export type ClusterPart = Omit<PartsState['parts'][number], 'state' | 'part'> & {
  readonly part: number | null;
  readonly state: ClusterPartKind;
};

/** The parts in their order, and the finisher. */
export function clusterParts({ parts, queue }: ClusterReport): readonly ClusterPart[] {
  const queued = queue === null ? null : new Map(queue.map((job) => [job.part, job]));
  return [...parts.parts, { ...parts.finish, part: null }].map((record) => ({
    ...record,
    state: kindOf(record.state, queued, record.part),
  }));
}

function kindOf(
  recorded: PartsState['finish']['state'],
  queued: ReadonlyMap<number | null, QueuedJob> | null,
  part: number | null,
): ClusterPartKind {
  if (recorded === 'done' || queued === null) return recorded;
  const job = queued.get(part);
  if (job !== undefined) return job.isRunning ? 'running' : 'pending';
  // It may be run by hand, or have ended since the queue was read.
  return recorded === 'pending' ? 'missing' : recorded;
}

/** Where the whole of it is. `stopped`: nobody works on what is missing. */
export type ClusterKind = 'running' | 'done' | 'failed' | 'stopped';

export function clusterKind(parts: readonly ClusterPart[]): ClusterKind {
  const states = new Set(parts.map(({ state }) => state));
  if (parts.at(-1)?.state === 'done') return 'done';
  if (states.has('running') || states.has('pending')) return 'running';
  return states.has('failed') ? 'failed' : 'stopped';
}
