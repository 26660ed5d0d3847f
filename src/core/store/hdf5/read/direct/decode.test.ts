import { describe, expect, it } from 'vitest';
import { fletcher32, verifyFletcher32 } from '../../../fletcher32.ts';
import { decompressLzf } from './lzf.ts';

describe('fletcher32', () => {
  it('is the sum as it is defined', () => {
    const large = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 3) % 256);
    expect(fletcher32(Uint8Array.of(0x51, 0x30, 0x00, 0x00, 0x28, 0x19, 0x3f))).toBe(
      slowFletcher(Uint8Array.of(0x51, 0x30, 0x00, 0x00, 0x28, 0x19, 0x3f)),
    );
    expect(fletcher32(large)).toBe(slowFletcher(large));
    expect(fletcher32(new Uint8Array(1000).fill(255))).toBe(
      slowFletcher(new Uint8Array(1000).fill(255)),
    );
  });

  it('is accepted with the halves swapped, as old versions wrote it', () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(fletcher32(data));
    expect(verifyFletcher32(Buffer.concat([data, sum]))).toEqual(Buffer.from(data));
    sum.swap16();
    expect(verifyFletcher32(Buffer.concat([data, sum]))).toEqual(Buffer.from(data));
    sum[0] = (sum[0] ?? 0) ^ 1;
    expect(() => verifyFletcher32(Buffer.concat([data, sum]))).toThrow('checksum');
    expect(() => verifyFletcher32(Uint8Array.of(1))).toThrow('shorter');
  });
});

/** The sums as they are defined, modulo 65535, with 0 only where all is 0. */
function slowFletcher(bytes: Uint8Array): number {
  let [a, b] = [0, 0];
  for (let i = 0; i < bytes.length; i += 2) {
    a += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
    a = a > 65535 ? a - 65535 : a;
    b += a;
    b = b > 65535 ? b - 65535 : b;
  }
  return ((b << 16) | a) >>> 0;
}

describe('lzf', () => {
  it('copies literals and earlier bytes, which may overlap', () => {
    // Three literals, then 9 bytes from 3 back (a long match), then 3 from 1 back.
    const bytes = Uint8Array.of(2, 1, 2, 3, 0xe0, 0, 2, 0x20, 0);
    expect([...decompressLzf(bytes, 15)]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 3, 3, 3]);
  });

  it.each([
    ['too little', Uint8Array.of(2, 1, 2, 3), 4],
    ['too much', Uint8Array.of(2, 1, 2, 3), 2],
    ['cut off', Uint8Array.of(2, 1, 2), 3],
    ['a match before the start', Uint8Array.of(0, 1, 0x20, 5), 4],
    ['a match beyond the end', Uint8Array.of(0, 1, 0xe0, 200, 0), 10],
  ])('refuses %s', (_case, bytes, size) => {
    expect(() => decompressLzf(bytes, size)).toThrow('damaged');
  });
});
