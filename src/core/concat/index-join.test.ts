import { describe, expect, it } from 'vitest';
import { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import { intersectIds, uniteIds } from './index-join.ts';

async function joined(
  join: 'inner' | 'outer',
  lists: readonly (readonly string[])[],
): Promise<string[]> {
  const dictionary = new Utf8Dictionary();
  const ids = lists.map((list) => dictionary.addAll(Utf8Array.from(list)));
  const result =
    join === 'inner'
      ? intersectIds(ids, dictionary.size)
      : await uniteIds(ids, dictionary.strings, undefined);
  return dictionary.strings.take(result).toStrings();
}

describe('intersectIds', () => {
  it('keeps the order of the first', async () => {
    expect(
      await joined('inner', [
        ['c', 'b', 'a'],
        ['a', 'c'],
        ['z', 'a', 'c'],
      ]),
    ).toEqual(['c', 'a']);
  });

  it('may leave nothing', async () => {
    expect(await joined('inner', [['a'], ['b'], ['a']])).toEqual([]);
  });
});

describe('uniteIds', () => {
  it('leaves equal lists unsorted', async () => {
    expect(await joined('outer', [['b', 'a'], ['b', 'a'], []])).toEqual(['b', 'a']);
  });

  it('sorts all as soon as one differs, be it a subset or a permutation', async () => {
    expect(
      await joined('outer', [
        ['c', 'b', 'a'],
        ['c', 'b', 'a'],
        ['c', 'b', 'z'],
      ]),
    ).toEqual(['a', 'b', 'c', 'z']);
    expect(await joined('outer', [['b', 'a'], ['a']])).toEqual(['a', 'b']);
    expect(
      await joined('outer', [
        ['b', 'a'],
        ['a', 'b'],
      ]),
    ).toEqual(['a', 'b']);
  });

  it('takes the first list that is not empty as it is', async () => {
    expect(await joined('outer', [[], ['b', 'a'], []])).toEqual(['b', 'a']);
  });
});
