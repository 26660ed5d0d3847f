import { expect, it } from 'vitest';
import { Utf8Array } from './utf8.ts';
import { Utf8Hashes } from './utf8-hashes.ts';

/** Alike but for one place, of all lengths. */
const distinct = Utf8Array.from(
  Array.from({ length: 20_000 }, (_, i) => `${'x'.repeat(i % 9)}${i}${i % 3 === 0 ? '-é' : '-1'}`),
);

it('tells distinct strings apart', () => {
  const hashes = new Utf8Hashes(distinct.length);
  hashes.addAll(distinct);
  expect(hashes.hasRepeated).toBe(false);
  expect(hashes.repeatedIn(distinct)).toEqual([]);
});

it('finds every repeated string, wherever it lies in its block', () => {
  const others = Utf8Array.from(['', 'a', distinct.at(7), distinct.at(19_999), 'a']);
  const hashes = new Utf8Hashes(distinct.length + others.length);
  hashes.addAll(distinct);
  hashes.addAll(others);
  expect(hashes.hasRepeated).toBe(true);
  expect(hashes.repeatedIn(others)).toEqual([1, 2, 3, 4]);
  expect(hashes.repeatedIn(distinct)).toEqual([7, 19_999]);
});

it('has room for exactly as many as were announced', () => {
  const hashes = new Utf8Hashes(3);
  hashes.addAll(Utf8Array.from(['\0', '\0\0', '']));
  expect(hashes.hasRepeated).toBe(false);
});
