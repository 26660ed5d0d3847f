import { lookup3 } from '../../src/core/store/hdf5/write/checksum.ts';

/** Positions of a signature in a file. */
export function structuresOf(bytes: Buffer, signature: string): number[] {
  const all: number[] = [];
  for (let at = -1; (at = bytes.indexOf(signature, at + 1, 'latin1')) !== -1;) all.push(at);
  return all;
}

const LONGEST = 8192;

/**
 * Where the checksum of a structure is, when there is one at its end.
 * @param bytes of the sound file
 */
export function sealOf(bytes: Buffer, start: number): number | undefined {
  const last = Math.min(start + LONGEST, bytes.length - 4);
  for (let end = start + 8; end <= last; end += 1) {
    const sum = bytes.readUInt32LE(end);
    if (sum !== 0 && lookup3(bytes.subarray(start, end)) === sum) return end;
  }
  return undefined;
}

/** Makes the checksum of a structure right again. */
export function seal(bytes: Buffer, start: number, end: number | undefined): Buffer {
  if (end !== undefined) bytes.writeUInt32LE(lookup3(bytes.subarray(start, end)), end);
  return bytes;
}

export function writeUint(bytes: Buffer, at: number, width: number, value: bigint): void {
  for (let i = 0; i < width; i += 1) {
    bytes.writeUInt8(Number((value >> BigInt(8 * i)) & 0xffn), at + i);
  }
}

/** Numbers with which the field of a structure lies: about sizes, and about where things are. */
export const liesAbout = (start: number, size: number): readonly (readonly [string, bigint])[] => [
  ['0', 0n],
  ['1', 1n],
  ['its own place', BigInt(start)],
  ['the end', BigInt(size - 1)],
  ['past the end', BigInt(size + 4096)],
  ['2^31', 2n ** 31n],
  ['2^63', 2n ** 63n],
  ['2^64 - 2', 2n ** 64n - 2n],
];
