import { expect, it } from 'vitest';
import { everyPair } from './every-pair.ts';

async function* blocks(...lists: readonly (readonly number[])[]) {
  for (const list of lists) yield await Promise.resolve(Float64Array.from(list));
}
const isSame = (a: number, b: number): boolean => a === b;

it.each([
  [true, [[1, 2, 3]], [[1], [], [2, 3]]],
  [true, [], [[]]],
  [true, [[], [1]], [[1], []]],
  [false, [[1, 2, 3]], [[1], [2, 4]]],
  [false, [[1, 2]], [[1], [2, 3]]],
  [false, [[1, 2], [3]], [[1, 2]]],
  [false, [], [[1]]],
])('%s: %j and %j agree', async (agree, left, right) => {
  expect(await everyPair(blocks(...left), blocks(...right), isSame)).toBe(agree);
});
