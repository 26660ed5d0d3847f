import { describe, expect, it } from 'vitest';
import { firstOutside } from './indices.ts';

describe('firstOutside', () => {
  it.each([
    [Int32Array.of(0, 4, 2), undefined],
    [Int32Array.of(0, 5, 7), 5],
    [Int32Array.of(3, -1), -1],
    [Int32Array.of(-(2 ** 31)), -(2 ** 31)],
    [Int32Array.of(2 ** 31 - 1), 2 ** 31 - 1],
    [BigInt64Array.of(4n), undefined],
    // As int32 it would be 3.
    [BigInt64Array.of(2n ** 32n + 3n), 2n ** 32n + 3n],
    [Uint8Array.of(5), 5],
    [new Int32Array(0), undefined],
  ])('of %o on an axis of 5 is %s', (positions, outside) => {
    expect(firstOutside(positions, 5)).toBe(outside);
  });

  it('takes every int32 that is not negative on a longer axis', () => {
    expect(firstOutside(Int32Array.of(2 ** 31 - 1, 0), 2 ** 33)).toBeUndefined();
    expect(firstOutside(Int32Array.of(-1), 2 ** 33)).toBe(-1);
  });

  it('finds any position outside an empty axis', () => {
    expect(firstOutside(Int32Array.of(0), 0)).toBe(0);
  });
});
