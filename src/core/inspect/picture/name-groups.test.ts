import { expect, it } from 'vitest';
import { groupLists, sharedNames } from './name-groups.ts';

it('takes stores of equal lists together, and consecutive ones where there are too many', () => {
  const lists = Array.from({ length: 5 }, (_, i) => Int32Array.of(0, 1, i + 2));
  const [a = new Int32Array(0)] = lists;
  const alike = groupLists([...lists, a], 40);
  expect(alike.map(({ stores }) => stores)).toEqual([[0, 5], [1], [2], [3], [4]]);
  const few = groupLists([...lists, a], 2);
  expect(few.map(({ stores }) => stores)).toEqual([
    [0, 1, 5],
    [2, 3, 4],
  ]);
  // What all stores of both have.
  expect(sharedNames(few, 7)).toEqual({
    groups: [
      { stores: [0, 1, 5], names: 2, isAlike: false },
      { stores: [2, 3, 4], names: 2, isAlike: false },
    ],
    shared: [
      [2, 2],
      [2, 2],
    ],
  });
});

it('counts names once that a list repeats, and the bits of whole words', () => {
  const lists = [Int32Array.from({ length: 100 }, (_, i) => i), Int32Array.of(31, 31, 32, 99)];
  expect(sharedNames(groupLists(lists), 100).shared).toEqual([
    [100, 3],
    [3, 3],
  ]);
});
