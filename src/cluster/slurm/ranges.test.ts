import { expect, it } from 'vitest';
import { toRanges } from './ranges.ts';

it.each([
  [[4], '4'],
  [[1, 2, 3, 7, 9, 10], '1-3,7,9-10'],
  [Array.from({ length: 100_000 }, (_, position) => position + 1), '1-100000'],
])('lists numbers as ranges', (numbers, text) => {
  expect(toRanges(numbers)).toBe(text);
});
