import { expect, it } from 'vitest';
import { type BlockColumn, runStarts } from './blocks.ts';

/** `a:f4 b:f4 c` are two columns in one block and one in a block of its own. */
const frame = (text: string): BlockColumn[] =>
  text.split(' ').map((column) => {
    const [name = '', key = null] = column.split(':');
    return { name, key };
  });

it('takes neighbours in one block together', () => {
  expect(runStarts(['a', 'b', 'c'], [frame('a:f4 b:f4 c:i4')])).toEqual([0, 0, 2]);
  expect(runStarts(['a', 'b'], [frame('a b')])).toEqual([0, 1]);
});

it('parts them where another dataframe has them in two', () => {
  expect(runStarts(['a', 'b'], [frame('a:f4 b:f4'), frame('a:f4 b:f8')])).toEqual([0, 1]);
});

it('takes those that a dataframe lacks together', () => {
  expect(runStarts(['a', 'b', 'c'], [frame('a:f4 b:f4 c:f4'), frame('c:f4')])).toEqual([0, 0, 2]);
});

it('parts columns of one block that are no slice of it in the order of the result', () => {
  const kept = ['a', 'b', 'c'];
  expect(runStarts(kept, [frame('c:f4 b:f4 a:f4')])).toEqual([0, 0, 0]);
  expect(runStarts(kept, [frame('b:f4 a:f4 c:f4')])).toEqual([0, 1, 2]);
});
