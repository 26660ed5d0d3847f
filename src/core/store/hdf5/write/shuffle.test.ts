import { describe, expect, it } from 'vitest';

import { shuffle } from './shuffle.ts';

/** The filter's definition: byte `k` of value `i` goes to place `i` of run `k`. */
function byDefinition(bytes: Uint8Array, itemSize: number): number[] {
  const count = bytes.length / itemSize;
  const out = new Array<number>(bytes.length);
  bytes.forEach((byte, at) => {
    out[(at % itemSize) * count + Math.floor(at / itemSize)] = byte;
  });
  return out;
}

describe('shuffle', () => {
  it.each([1, 2, 4, 8, 16])('of values of %i bytes follows the definition', (itemSize) => {
    const buffer = Uint8Array.from({ length: 48 * itemSize }, (_, i) => (i * 37) % 251);
    // A view that does not start at the beginning of its memory.
    const values = buffer.subarray(itemSize * 3);
    expect([...shuffle(values, itemSize)]).toEqual(byDefinition(values, itemSize));
  });

  it('answers new memory even when there is nothing to shuffle', () => {
    const values = Uint8Array.of(1, 2, 3);
    const shuffled = shuffle(values, 1);
    values.fill(0);
    expect([...shuffled]).toEqual([1, 2, 3]);
  });
});
