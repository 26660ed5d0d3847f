import { expect, it } from 'vitest';
import { binEdges, Bins, Range } from './histogram.ts';

const histogram = (values: readonly number[], isInteger = false) => {
  const numbers = { values: Float64Array.from(values), missing: null };
  const range = new Range();
  range.add(numbers);
  const bins = new Bins(binEdges(range, isInteger));
  bins.add(numbers);
  return bins.finish(range);
};

it.each([
  ['the largest floats', false, [-Number.MAX_VALUE, 0, Number.MAX_VALUE]],
  ['the smallest floats', false, [0, Number.MIN_VALUE, 0]],
  ['neighbours', false, [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]],
  ['integers beyond 2^53', true, [2 ** 60, 2 ** 60 + 2 ** 10, 2 ** 62]],
  ['neighbours beyond 2^53', true, [2 ** 60, 2 ** 60 + 2 ** 8]],
])('counts every value of %s once', (_, isInteger, values) => {
  const { counts, edges } = histogram(values, isInteger);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
  expect(edges).toHaveLength(counts.length + 1);
  expect(edges.every(Number.isFinite)).toBe(true);
  expect(counts.length).toBeLessThanOrEqual(51);
});

it('gives integers bins that hold equally many of them', () => {
  expect(histogram([3, 5, 5], true)).toMatchObject({
    edges: [2.5, 3.5, 4.5, 5.5],
    counts: [1, 0, 2],
  });
  const { edges } = histogram([0, 100], true);
  expect(edges.slice(0, 3)).toEqual([-0.5, 2.5, 5.5]);
});

it('has no bins where there is no finite value', () => {
  expect(histogram([NaN, Infinity])).toEqual({
    edges: [],
    counts: [],
    missing: 1,
    infinite: 1,
    min: null,
    max: null,
    mean: null,
  });
});
