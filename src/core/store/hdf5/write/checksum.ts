import type { ByteWriter } from './byte-writer.ts';

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/**
 * Bob Jenkins' lookup3 `hashlittle` with initial value 0: the checksum of all version 2 metadata
 * and the hash of names in dense storage. An unsigned 32-bit number.
 */
export function lookup3(bytes: Uint8Array): number {
  let a = (0xdeadbeef + bytes.length) | 0;
  let b = a;
  let c = a;
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The last 1 to 12 bytes are left for the final mix.
  for (; bytes.length - at > 12; at += 12) {
    a = (a + view.getUint32(at, true)) | 0;
    b = (b + view.getUint32(at + 4, true)) | 0;
    c = (c + view.getUint32(at + 8, true)) | 0;
    a = (a - c) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (at === bytes.length) return c >>> 0;
  const last = new Uint8Array(12);
  last.set(bytes.subarray(at));
  const tail = new DataView(last.buffer);
  a = (a + tail.getUint32(0, true)) | 0;
  b = (b + tail.getUint32(4, true)) | 0;
  c = (c + tail.getUint32(8, true)) | 0;
  c = (c ^ b) - rotate(b, 14);
  a = (a ^ c) - rotate(c, 11);
  b = (b ^ a) - rotate(a, 25);
  c = (c ^ b) - rotate(b, 16);
  a = (a ^ c) - rotate(c, 4);
  b = (b ^ a) - rotate(a, 14);
  c = (c ^ b) - rotate(b, 24);
  return c >>> 0;
}

/** The bytes so far with their checksum behind them. */
export const checksummed = (writer: ByteWriter): Uint8Array =>
  writer.u32(lookup3(writer.bytes())).bytes();
