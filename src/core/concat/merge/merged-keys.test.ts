import { expect, it } from 'vitest';
import { mergedKeys } from './strategy.ts';

const mapping = (...keys: readonly string[]) => new Map(keys.map((key) => [key, null]));

it('takes the keys for «same» in the order of the last mapping, as anndata does', () => {
  expect(mergedKeys('same', [mapping('b', 'x', 'a'), mapping('a', 'b')])).toEqual(['a', 'b']);
});

it('takes the keys for the others as first seen', () => {
  expect(mergedKeys('first', [mapping('b', 'x'), mapping('a', 'b')])).toEqual(['b', 'x', 'a']);
});
