import { describe, expect, it } from 'vitest';
import { Utf8Array } from './utf8.ts';
import { sortByBytes } from './utf8-sort.ts';

function sorted(strings: readonly string[]): string[] {
  const { bytes, offsets } = Utf8Array.from(strings);
  const ids = Int32Array.from(strings, (_, i) => i);
  return Array.from(sortByBytes(ids, bytes, offsets), (id) => strings[id] ?? '?');
}

const byBytes = (strings: readonly string[]): string[] =>
  [...strings].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('sorting strings by their bytes', () => {
  it('puts a string before those that it begins', () => {
    expect(sorted(['ab', 'a', '', 'abc', 'b'])).toEqual(['', 'a', 'ab', 'abc', 'b']);
  });

  it('goes by code point, also beyond UTF-16 units', () => {
    expect(sorted(['\u{1f9ec}', '\uffee', 'z', 'é'])).toEqual(['z', 'é', '\uffee', '\u{1f9ec}']);
  });

  it('sorts many that have much in common', () => {
    const strings = Array.from({ length: 5000 }, (_, i) => {
      const number = (i * 7919) % 5000;
      return `ENSG${'0'.repeat(number % 3)}${number}${number % 5 === 0 ? '\u00e9' : ''}`;
    });
    expect(sorted(strings)).toEqual(byBytes(strings));
  });

  it('sorts long strings that differ at their very end', () => {
    const strings = Array.from({ length: 100 }, (_, i) => `${'x'.repeat(20_000)}${99 - i}`);
    expect(sorted(strings)).toEqual(byBytes(strings));
  });

  it('ends with strings that are equal', () => {
    expect(sorted(Array.from({ length: 100 }, () => 'same'))).toHaveLength(100);
  });
});
