import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/core/store/zarr/read/crc32c.ts';

export interface ZipInput {
  readonly name: string;
  readonly content: Uint8Array;
  readonly isDeflated?: boolean;
}

/** Places in a made archive, of the headers in the order of the members. */
export interface ZipPlaces {
  readonly locals: readonly number[];
  readonly entries: readonly number[];
  readonly end: number;
}

/**
 * A zip archive without any checks, so that it may be one that no library writes (APPNOTE 6.3.10,
 * sections 4.3.7, 4.3.12 and 4.3.16).
 */
export function zipOf(members: readonly ZipInput[]): { bytes: Buffer; places: ZipPlaces } {
  const pieces: Buffer[] = [];
  const add = (...more: readonly Buffer[]): number => {
    const at = pieces.reduce((sum, { length }) => sum + length, 0);
    pieces.push(...more);
    return at;
  };
  const made = members.map((member) => {
    const { name, content, isDeflated = false } = member;
    const stored = isDeflated ? deflateRawSync(content) : Buffer.from(content);
    // From the version needed to the length of the extra fields: both headers have them alike.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(stored.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = add(Buffer.from('PK\x03\x04'), common, Buffer.from(name), stored);
    return { name, common, local };
  });
  const entries = made.map(({ name, common, local }) => {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(local, 10);
    const signature = Buffer.from('PK\x01\x02\x14\0');
    return add(signature, common, rest, Buffer.from(name));
  });
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  const end = add(record);
  const start = entries[0] ?? end;
  record.writeUInt16LE(made.length, 8);
  record.writeUInt16LE(made.length, 10);
  record.writeUInt32LE(end - start, 12);
  record.writeUInt32LE(start, 16);
  const locals = made.map(({ local }) => local);
  return { bytes: Buffer.concat(pieces), places: { locals, entries, end } };
}
