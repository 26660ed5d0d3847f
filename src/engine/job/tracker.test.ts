import { expect, it } from 'vitest';
import { withUpdate, type JobState } from '../../shared/job.ts';
import type { Progress } from '../../shared/progress.ts';
import { Tracker } from './tracker.ts';

const writing = (elem: string | null, done: number): Progress => ({
  phase: 'write',
  elem,
  done,
  total: 100,
});
const place: Progress = { phase: 'place', elem: null, done: 100, total: 100 };

it('knows the elems that are written, how much of each, and which are finished', () => {
  const tracker = new Tracker();
  for (const report of [writing('obs/a', 0), writing('obs/a', 10), writing('X', 10)]) {
    tracker.report(report);
  }
  tracker.report(writing('X', 60));
  expect(tracker.state.steps).toEqual([
    { elem: 'obs/a', done: 10, isFinished: true, bytes: null },
    { elem: 'X', done: 50, isFinished: false, bytes: null },
  ]);
  tracker.report(place);
  expect(tracker.state.steps.map(({ isFinished }) => isFinished)).toEqual([true, true]);
});

it('tells whether another elem or phase has its turn', () => {
  const tracker = new Tracker();
  const reports = [writing('X', 0), writing('X', 5), writing('obs/a', 5), place, place];
  expect(reports.map((report) => tracker.report(report))).toEqual([true, false, true, true, false]);
});

it('gives updates that add up to its state, wherever one attaches', () => {
  const tracker = new Tracker();
  let early: JobState = tracker.state;
  let late: JobState | undefined;
  for (let i = 0; i < 30; i += 1) {
    tracker.report(writing(`e${Math.floor(i / 4)}`, i));
    if (i % 3 !== 0) continue;
    if (i === 15) late = tracker.state;
    const update = tracker.update();
    early = withUpdate(early, update);
    late &&= withUpdate(late, update);
  }
  tracker.end({ kind: 'killed', at: 1 });
  const last = tracker.update();
  expect(withUpdate(early, last)).toEqual(tracker.state);
  expect(late && withUpdate(late, last)).toEqual(tracker.state);
});
