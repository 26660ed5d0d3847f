import { describe, expect, it } from 'vitest';
import { Utf8Array } from '../store/utf8.ts';
import { compareCodePoints, natsorted } from './natsort.ts';

const sorted = async (strings: readonly string[]): Promise<(string | undefined)[]> =>
  Array.from(await natsorted(Utf8Array.from(strings), undefined), (i) => strings[i]);

describe('natsorted', () => {
  it('orders numbers in text by value', async () => {
    expect(await sorted(['x10', 'x2', 'X3', 'x1'])).toEqual(['X3', 'x1', 'x2', 'x10']);
    expect(await sorted(['a1b10', 'A2', 'a01', 'a1b2'])).toEqual(['A2', 'a01', 'a1b2', 'a1b10']);
  });

  it('knows neither decimals nor signs', async () => {
    expect(await sorted(['-2', '10', '1.25', '1.5'])).toEqual(['1.5', '1.25', '10', '-2']);
  });

  it('puts accented letters beside the plain ones', async () => {
    expect(await sorted(['high', '\u{e9}', 'alpha', 'unused'])).toEqual([
      'alpha',
      '\u{e9}',
      'high',
      'unused',
    ]);
  });

  it('keeps the order of ties and compares numbers of any length', async () => {
    expect(await sorted(['a1', 'a01'])).toEqual(['a1', 'a01']);
    expect(await sorted(['9'.repeat(30), '1'.repeat(31), '2'])).toEqual([
      '2',
      '9'.repeat(30),
      '1'.repeat(31),
    ]);
  });
});

it('orders plain strings as it does among accented ones', async () => {
  const parts = ['', '0', '00', '1', '01', '10', 'a', 'B', ' ', 'a1', '-'];
  const strings = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `${a}${b}${c}`)));
  const accented = (await sorted([...strings, '\u{e9}'])).filter((text) => text !== '\u{e9}');
  expect(await sorted(strings)).toEqual(accented);
});

describe('compareCodePoints', () => {
  it('puts U+FF5E before U+1F600, as Python does', () => {
    expect(compareCodePoints('\u{ff5e}', '\u{1f600}')).toBeLessThan(0);
  });
});
