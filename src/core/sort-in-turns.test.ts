import { expect, it } from 'vitest';
import { CancelledError } from './errors.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** In no order, each once. */
const shuffled = (length: number): Int32Array =>
  Int32Array.from({ length }, (_, i) => (i * 7919) % length);

it.each([0, 1, 1000, 16_384, 16_385, 50_000, 140_001])('sorts %i ids', async (length) => {
  const sorted = await sortInTurns(shuffled(length), (a, b) => a - b, undefined);
  expect(sorted).toHaveLength(length);
  expect(sorted.every((id, i) => id === i)).toBe(true);
});

it('is cancelled between two pieces', async () => {
  const controller = new AbortController();
  let comparisons = 0;
  const sorting = sortInTurns(
    shuffled(1_000_003),
    (a, b) => {
      comparisons += 1;
      return a - b;
    },
    controller.signal,
  );
  setImmediate(() => {
    controller.abort();
  });
  await expect(sorting).rejects.toBeInstanceOf(CancelledError);
  expect(comparisons).toBeLessThan(4_000_000);
});
