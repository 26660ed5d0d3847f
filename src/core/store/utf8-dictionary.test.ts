import { describe, expect, it } from 'vitest';
import { Utf8Array } from './utf8.ts';
import { Utf8Dictionary } from './utf8-dictionary.ts';
import { sortByBytes } from './utf8-sort.ts';

describe('Utf8Dictionary', () => {
  it('gives equal strings one id, in order of arrival', () => {
    const dictionary = new Utf8Dictionary();
    expect([...dictionary.addAll(Utf8Array.from(['b', 'a', 'b', '', 'é😀', '']))]).toEqual([
      0, 1, 0, 2, 3, 2,
    ]);
    expect(dictionary.size).toBe(4);
    expect(dictionary.at(3)).toBe('é😀');
  });

  it('keeps every string apart while it grows', () => {
    const dictionary = new Utf8Dictionary();
    const names = Array.from({ length: 50_000 }, (_, i) => `gene-${i}`);
    const ids = dictionary.addAll(Utf8Array.from(names));
    expect(dictionary.size).toBe(names.length);
    expect(dictionary.strings.take(ids).toStrings()).toEqual(names);
    expect([...dictionary.addAll(Utf8Array.from(names))]).toEqual([...ids]);
  });

  it('finds what is there and nothing else', () => {
    const dictionary = new Utf8Dictionary();
    dictionary.addAll(Utf8Array.from(['abc']));
    const probe = Utf8Array.from(['abc', 'ab', 'abcd']);
    const found = [0, 1, 2].map((i) =>
      dictionary.find(probe.bytes, probe.offsets[i] ?? 0, probe.offsets[i + 1] ?? 0),
    );
    expect(found).toEqual([0, -1, -1]);
  });

  it('sorts by code point: case, length, and planes as Python does', async () => {
    const names = [
      'b',
      'B',
      '10',
      '2',
      '',
      'abcdefgh',
      'abcdefg',
      'abcdef',
      '\u{1f600}',
      '\u{ff5e}',
      'a\0',
    ];
    const dictionary = new Utf8Dictionary();
    const ids = dictionary.addAll(Utf8Array.from(names));
    const { strings } = dictionary;
    const sorted = await sortByBytes(ids, strings.bytes, strings.offsets, undefined);
    expect(strings.take(sorted).toStrings()).toEqual([
      '',
      '10',
      '2',
      'B',
      'a\0',
      'abcdef',
      'abcdefg',
      'abcdefgh',
      'b',
      '\u{ff5e}',
      '\u{1f600}',
    ]);
  });
});

describe('Utf8Array', () => {
  it('keeps a leading byte order mark, which is part of the name', () => {
    expect(Utf8Array.from(['\u{feff}x']).at(0)).toBe('\u{feff}x');
  });

  it('filters by position', () => {
    expect(
      Utf8Array.from(['a', '', 'ccc'])
        .filter((i) => i !== 0)
        .toStrings(),
    ).toEqual(['', 'ccc']);
  });
});
