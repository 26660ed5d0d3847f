import { describe, expect, it } from 'vitest';
import { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import { intersectIds, uniteIds } from './index-join.ts';

function joined(join: 'inner' | 'outer', lists: readonly (readonly string[])[]): string[] {
  const dictionary = new Utf8Dictionary();
  const ids = lists.map((list) => dictionary.addAll(Utf8Array.from(list)));
  const result =
    join === 'inner' ? intersectIds(ids, dictionary.size) : uniteIds(ids, dictionary.strings);
  return dictionary.strings.take(result).toStrings();
}

describe('intersectIds', () => {
  it('keeps the order of the first', () => {
    expect(
      joined('inner', [
        ['c', 'b', 'a'],
        ['a', 'c'],
        ['z', 'a', 'c'],
      ]),
    ).toEqual(['c', 'a']);
  });

  it('may leave nothing', () => {
    expect(joined('inner', [['a'], ['b'], ['a']])).toEqual([]);
  });
});

describe('uniteIds', () => {
  it('leaves equal lists unsorted', () => {
    expect(joined('outer', [['b', 'a'], ['b', 'a'], []])).toEqual(['b', 'a']);
  });

  it('sorts all as soon as one differs, be it a subset or a permutation', () => {
    expect(
      joined('outer', [
        ['c', 'b', 'a'],
        ['c', 'b', 'a'],
        ['c', 'b', 'z'],
      ]),
    ).toEqual(['a', 'b', 'c', 'z']);
    expect(joined('outer', [['b', 'a'], ['a']])).toEqual(['a', 'b']);
    expect(
      joined('outer', [
        ['b', 'a'],
        ['a', 'b'],
      ]),
    ).toEqual(['a', 'b']);
  });

  it('takes the first list that is not empty as it is', () => {
    expect(joined('outer', [[], ['b', 'a'], []])).toEqual(['b', 'a']);
  });
});
