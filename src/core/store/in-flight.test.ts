import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inFlight } from './in-flight.ts';

it('starts in order and never more than allowed', async () => {
  const started: number[] = [];
  let now = 0;
  let most = 0;
  await inFlight([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    started.push(item);
    most = Math.max(most, ++now);
    await setImmediate();
    now -= 1;
  });
  expect(started).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

it('throws the first error once nothing is on its way any more', async () => {
  let now = 0;
  const started: number[] = [];
  const work = async (item: number): Promise<void> => {
    started.push(item);
    now += 1;
    await setImmediate();
    now -= 1;
    if (item === 2) throw new Error('two');
  };
  await expect(inFlight([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, work)).rejects.toThrow('two');
  expect(now).toBe(0);
  expect(started.length).toBeLessThan(9);
});
