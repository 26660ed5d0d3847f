import { describe, expect, it } from 'vitest';
import type { QueuedJob } from './cluster.ts';
import { clusterKind, clusterParts } from './cluster-state.ts';
import type { PartState } from './parts.ts';

const reportOf = (
  states: readonly PartState[],
  finish: PartState,
  queue: readonly QueuedJob[] | null,
) => ({
  parts: {
    total: states.length,
    parts: states.map((state, position) => ({ part: position + 1, state })),
    finish: { state: finish },
  },
  queue,
  folder: '/f',
});
const task = (part: number | null, isRunning: boolean): QueuedJob => ({
  id: part === null ? '8' : '7',
  part,
  isRunning,
});

describe('clusterParts', () => {
  it.each<[string, PartState, QueuedJob | null, string]>([
    ['done, whatever the queue says', 'done', task(1, true), 'done'],
    ['running, before it has said so itself', 'pending', task(1, true), 'running'],
    ['waiting', 'pending', task(1, false), 'pending'],
    ['submitted again', 'failed', task(1, false), 'pending'],
    ['failed', 'failed', null, 'failed'],
    ['gone without a word', 'pending', null, 'missing'],
  ])('says of a part that is %s', (_, state, job, expected) => {
    const [part] = clusterParts(reportOf([state], 'pending', job === null ? [] : [job]));
    expect(part?.state).toBe(expected);
  });

  it('goes by the records where the scheduler does not answer', () => {
    const parts = clusterParts(reportOf(['done', 'running', 'failed'], 'pending', null));
    expect(parts.map(({ state }) => state)).toEqual(['done', 'running', 'failed', 'pending']);
    expect(parts.map(({ part }) => part)).toEqual([1, 2, 3, null]);
  });
});

describe('clusterKind', () => {
  it.each<[readonly PartState[], PartState, readonly QueuedJob[], string]>([
    [['done'], 'done', [], 'done'],
    [['done'], 'pending', [task(null, false)], 'running'],
    [['failed', 'pending'], 'pending', [task(2, true)], 'running'],
    [['failed', 'done'], 'pending', [], 'failed'],
    [['pending', 'done'], 'pending', [], 'stopped'],
    [['done'], 'failed', [], 'failed'],
  ])('of %j with a finisher that is %s and queue %j is %s', (states, finish, queue, kind) => {
    expect(clusterKind(clusterParts(reportOf(states, finish, queue)))).toBe(kind);
  });
});
