import { expect, it } from 'vitest';
import type { Progress } from './progress.ts';
import { throttle, throttleProgress } from './throttle.ts';

const at = (phase: Progress['phase'], done: number, total = 10): Progress => ({
  phase,
  elem: null,
  done,
  total,
});

it('passes the first report, phases, ends of phases, and one per interval', () => {
  let time = 1000;
  const seen: string[] = [];
  const report = throttleProgress(
    ({ phase, done }) => seen.push(`${phase} ${done}`),
    100,
    () => time,
  );
  report(at('plan', 0));
  report(at('plan', 1));
  report(at('write', 0));
  time += 99;
  report(at('write', 1));
  time += 1;
  report(at('write', 2));
  report(at('write', 3));
  report(at('write', 10));
  expect(seen).toEqual(['plan 0', 'write 0', 'write 2', 'write 10']);
});

it('passes the first of plain steps, and then one per interval', () => {
  let time = 0;
  const steps: number[] = [];
  const step = throttle(
    () => steps.push(time),
    100,
    () => time,
  );
  for (; time <= 250; time += 10) step();
  expect(steps).toEqual([0, 100, 200]);
});
