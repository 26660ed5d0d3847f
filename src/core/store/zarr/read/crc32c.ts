/** Table of a reflected CRC of 32 bits. */
const tableOf = (polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });

const crcBy =
  (table: Uint32Array) =>
  (bytes: Uint8Array): number => {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    return ~crc >>> 0;
  };

/** The Castagnoli checksum (RFC 3720, appendix B.4). */
export const crc32c = crcBy(tableOf(0x82f63b78));

/** The checksum of zip and gzip (RFC 1952, section 8). */
export const crc32 = crcBy(tableOf(0xedb88320));
