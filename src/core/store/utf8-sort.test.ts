import { describe, expect, it } from 'vitest';
import { CancelledError } from '../errors.ts';
import { Utf8Array } from './utf8.ts';
import { sortByBytes } from './utf8-sort.ts';

async function sorted(strings: readonly string[]): Promise<string[]> {
  const { bytes, offsets } = Utf8Array.from(strings);
  const ids = Int32Array.from(strings, (_, i) => i);
  return Array.from(await sortByBytes(ids, bytes, offsets, undefined), (id) => strings[id] ?? '?');
}

const byBytes = (strings: readonly string[]): string[] =>
  [...strings].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('sorting strings by their bytes', () => {
  it('puts a string before those that it begins', async () => {
    expect(await sorted(['ab', 'a', '', 'abc', 'b'])).toEqual(['', 'a', 'ab', 'abc', 'b']);
  });

  it('goes by code point, also beyond UTF-16 units', async () => {
    expect(await sorted(['\u{1f9ec}', '\uffee', 'z', 'é'])).toEqual([
      'z',
      'é',
      '\uffee',
      '\u{1f9ec}',
    ]);
  });

  it('sorts many that have much in common', async () => {
    const strings = Array.from({ length: 5000 }, (_, i) => {
      const number = (i * 7919) % 5000;
      return `ENSG${'0'.repeat(number % 3)}${number}${number % 5 === 0 ? '\u00e9' : ''}`;
    });
    expect(await sorted(strings)).toEqual(byBytes(strings));
  });

  it('sorts long strings that differ at their very end', async () => {
    const strings = Array.from({ length: 100 }, (_, i) => `${'x'.repeat(20_000)}${99 - i}`);
    expect(await sorted(strings)).toEqual(byBytes(strings));
  });

  it('is cancelled between two pieces', async () => {
    const { bytes, offsets } = Utf8Array.from(Array.from({ length: 270_000 }, (_, i) => `${i}`));
    const ids = Int32Array.from({ length: 270_000 }, (_, i) => i);
    const sorting = sortByBytes(ids, bytes, offsets, AbortSignal.abort());
    await expect(sorting).rejects.toBeInstanceOf(CancelledError);
  });

  it('ends with strings that are equal', async () => {
    expect(await sorted(Array.from({ length: 100 }, () => 'same'))).toHaveLength(100);
  });
});
