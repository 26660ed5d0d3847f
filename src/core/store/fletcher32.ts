const CHECKSUM_BYTES = 4;
/** Words that can be summed before the sums overflow 32 bits. */
const WORDS = 360;

/**
 * Takes HDF5's checksum from the end of a chunk. Versions before 1.6.3 stored it with the bytes of
 * each half swapped, which the library accepts too.
 * @throws Error when it does not match
 */
export function verifyFletcher32(bytes: Uint8Array): Uint8Array {
  const length = bytes.length - CHECKSUM_BYTES;
  if (length < 0) throw new Error('a chunk is shorter than its checksum');
  const data = bytes.subarray(0, length);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + length).getUint32(0, true);
  const sum = fletcher32(data);
  const swapped = (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
  if (stored !== sum && stored !== swapped) {
    throw new Error('the checksum of a chunk does not match');
  }
  return data;
}

/** Fletcher's checksum over big-endian words of 16 bits. */
export function fletcher32(bytes: Uint8Array): number {
  const even = bytes.length - (bytes.length % 2);
  let sum1 = 0;
  let sum2 = 0;
  for (let at = 0; at < even;) {
    const stop = Math.min(even, at + 2 * WORDS);
    for (; at < stop; at += 2) {
      sum1 += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      sum2 += sum1;
    }
    sum1 = fold(sum1);
    sum2 = fold(sum2);
  }
  if (even < bytes.length) {
    sum1 += (bytes[even] ?? 0) << 8;
    sum2 += sum1;
    sum1 = fold(sum1);
    sum2 = fold(sum2);
  }
  return ((fold(sum2) << 16) | fold(sum1)) >>> 0;
}

const fold = (sum: number): number => (sum & 0xffff) + (sum >>> 16);
