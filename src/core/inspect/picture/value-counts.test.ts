import { expect, it } from 'vitest';
import { Utf8Array } from '../../store/utf8.ts';
import { ValueCounts } from './value-counts.ts';

const text = (...values: readonly string[]) =>
  ({ kind: 'text', values: Utf8Array.from(values), missing: null }) as const;

it('names the most frequent values, and counts the others together', () => {
  const counts = new ValueCounts();
  counts.add(text('a', 'b', 'b'));
  const ids = counts.add(text('c', 'c', 'c', 'd'));
  const { tally, positionOf } = counts.finish(2, false);
  expect(tally).toEqual({
    values: [
      { value: 'c', count: 3 },
      { value: 'b', count: 2 },
    ],
    others: { values: 2, count: 2 },
    missing: 0,
    isOpen: false,
  });
  expect([...ids].map(positionOf)).toEqual([0, 0, 0, 2]);
});

it('tells no more values apart than memory allows, and says so', () => {
  const counts = new ValueCounts(2);
  counts.add(text('a', 'b', 'a'));
  const ids = counts.add(text('new', 'b', 'newer'));
  const { tally, positionOf } = counts.finish(100, false);
  expect(tally.values).toEqual([
    { value: 'a', count: 2 },
    { value: 'b', count: 2 },
  ]);
  expect(tally.others).toEqual({ values: 0, count: 2 });
  expect(tally.isOpen).toBe(true);
  expect([...ids].map(positionOf)).toEqual([2, 1, 2]);
});
