import * as z from 'zod';
import { verifyFletcher32 } from '../../../fletcher32.ts';
import { crc32, crc32c } from '../crc32c.ts';
import type { Decoder, DecoderFactory } from './decoder.ts';

const CHECKSUM_BYTES = 4;
/** The sums stay below 2^32 for so many bytes (RFC 1950, section 9). */
const ADLER_BYTES = 5552;
const ADLER_BASE = 65_521;

const longer = (size: number): number => size + CHECKSUM_BYTES;

/** numcodecs' `location` says on which side of the data the checksum is. */
const checksum =
  (sum: (bytes: Uint8Array) => number, side: 'start' | 'end'): DecoderFactory =>
  (configuration) => {
    const location = z.enum(['start', 'end']).nullish().parse(configuration['location']);
    return { encodedBound: longer, decode: verify(sum, location ?? side) };
  };

const verify =
  (sum: (bytes: Uint8Array) => number, side: 'start' | 'end'): Decoder['decode'] =>
  (bytes) => {
    const length = bytes.length - CHECKSUM_BYTES;
    if (length < 0) throw new Error('a chunk is shorter than its checksum');
    const at = side === 'start' ? 0 : length;
    const stored = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0, true);
    const data = side === 'start' ? bytes.subarray(CHECKSUM_BYTES) : bytes.subarray(0, length);
    if (sum(data) !== stored) throw new Error('the checksum of a chunk does not match');
    return data;
  };

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length;) {
    const stop = Math.min(bytes.length, at + ADLER_BYTES);
    for (; at < stop; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= ADLER_BASE;
    b %= ADLER_BASE;
  }
  return ((b << 16) | a) >>> 0;
}

export const CHECKSUMS: Readonly<Record<string, DecoderFactory>> = {
  crc32c: checksum(crc32c, 'end'),
  crc32: checksum(crc32, 'start'),
  adler32: checksum(adler32, 'start'),
  fletcher32: () => ({ encodedBound: longer, decode: (bytes) => verifyFletcher32(bytes) }),
};
