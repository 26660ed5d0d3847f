import { describe, expect, it } from 'vitest';
import { Utf8Array } from '../store/utf8.ts';
import { numericCategories, StringCategories } from './categories.ts';

function united(lists: readonly (readonly string[])[], decisive?: number): StringCategories {
  const categories = new StringCategories();
  lists.forEach((list, i) => {
    categories.addCategories(i, Utf8Array.from(list));
  });
  return categories.finish(decisive);
}
function namesOf(categories: StringCategories): string[] {
  const block = categories.values();
  return block.kind === 'string' ? block.values.toStrings() : [];
}

describe('StringCategories', () => {
  it('sorts a union in natural order, and maps each input to it', () => {
    const categories = united([
      ['x10', 'x2'],
      ['x1', 'x10'],
    ]);
    expect(namesOf(categories)).toEqual(['x1', 'x2', 'x10']);
    expect([...categories.codesOf(0)]).toEqual([2, 1]);
    expect([...categories.codesOf(1)]).toEqual([0, 2]);
  });

  it('keeps the order of the first input when it has them all', () => {
    expect(namesOf(united([['b', 'a'], ['a']]))).toEqual(['b', 'a']);
    expect(namesOf(united([['a'], ['b', 'a']]))).toEqual(['a', 'b']);
  });

  it('looks past inputs without rows for that order', () => {
    expect(namesOf(united([[], ['b', 'a']], 1))).toEqual(['b', 'a']);
  });

  it('tells equal categories in equal order from others', () => {
    expect(united([['b', 'a'], [], ['b', 'a']]).isSameOrder).toBe(true);
    expect(
      united([
        ['b', 'a'],
        ['a', 'b'],
      ]).isSameOrder,
    ).toBe(false);
    expect(united([['a'], ['a', 'b']]).isSameOrder).toBe(false);
  });
});

describe('numericCategories', () => {
  it('sorts a union by value, as int64', () => {
    const table = numericCategories(
      new Map([
        [0, { values: Int8Array.of(3, 1), dtype: 'int8' }],
        [1, { values: Int8Array.of(10, 2), dtype: 'int8' }],
      ]),
    );
    expect(table.values()).toEqual({
      kind: 'numeric',
      dtype: 'int64',
      values: BigInt64Array.of(1n, 2n, 3n, 10n),
    });
    expect([...table.codesOf(0)]).toEqual([2, 0]);
  });
});
