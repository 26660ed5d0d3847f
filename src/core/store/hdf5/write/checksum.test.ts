import { describe, expect, it } from 'vitest';

import { lookup3 } from './checksum.ts';

describe('lookup3', () => {
  // The vectors published with Jenkins' lookup3.c (driver5).
  it.each([
    ['', 0xdeadbeef],
    ['Four score and seven years ago', 0x17770551],
  ])('of %j is as published', (text, hash) => {
    expect(lookup3(Buffer.from(text))).toBe(hash);
  });

  it('does not depend on where in memory the bytes are', () => {
    const text = Buffer.from('...the quick brown fox jumps over the lazy dog');
    for (let length = 0; length < 40; length++) {
      const inside = text.subarray(3, 3 + length);
      expect(lookup3(inside)).toBe(lookup3(Uint8Array.from(inside)));
    }
  });
});
