const CHECKSUM_BYTES = 4;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** The Castagnoli checksum (RFC 3720, appendix B.4). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Zarr's `crc32c` codec for zarrita, whose own takes the checksum away without a look at it. */
export class VerifyingCrc32c {
  readonly kind = 'bytes_to_bytes';

  static fromConfig(): VerifyingCrc32c {
    return new VerifyingCrc32c();
  }

  encode(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length + CHECKSUM_BYTES);
    result.set(bytes);
    new DataView(result.buffer).setUint32(bytes.length, crc32c(bytes), true);
    return result;
  }

  /** @throws Error when the checksum is another */
  decode(bytes: Uint8Array): Uint8Array {
    const length = bytes.length - CHECKSUM_BYTES;
    if (length < 0) throw new Error('a chunk is shorter than its checksum');
    const stored = new DataView(bytes.buffer, bytes.byteOffset + length).getUint32(0, true);
    const data = bytes.slice(0, length);
    if (crc32c(data) !== stored) throw new Error('the checksum of a chunk does not match');
    return data;
  }

  computeEncodedSize(size: number): number {
    return size + CHECKSUM_BYTES;
  }
}
