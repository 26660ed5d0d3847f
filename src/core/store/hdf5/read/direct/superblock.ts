import type { FileHandle } from 'node:fs/promises';
import { lookup3 } from '../../write/checksum.ts';
import { FieldReader } from './bytes.ts';
import { readObjectHeader } from './object-header.ts';
import { RawFile } from './raw-file.ts';
import { UnknownFormatError } from './unknown-format.ts';

/** Bytes that mark an HDF5 file, at byte 0, 512, 1024 … of it. */
export const HDF5_SIGNATURE: Uint8Array = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

export interface Superblock {
  readonly file: RawFile;
  /** Address of the root group's object header. */
  readonly root: number;
  /** Bytes that the file should have. */
  readonly end: number;
}

interface Fields {
  readonly base: number;
  readonly end: number;
  readonly root: number;
  readonly extension: number | undefined;
}

const SIZE = 96;
const VERSION = 8;
/** Messages of the superblock's extension that change nothing for a reader. */
const HARMLESS: readonly number[] = [0x00, 0x0c, 0x13, 0x17];
/** Set while somebody writes into the file. */
const BEING_WRITTEN = 0x05;

/**
 * The file by its superblock (format specification, section II).
 * @param start position of the superblock
 * @param size of the file
 * @throws RangeError, FileEndsError when it is damaged; UnknownFormatError
 */
export async function readSuperblock(
  handle: FileHandle,
  start: number,
  size: number,
): Promise<Superblock> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIZE), 0, SIZE, start);
  const bytes = buffer.subarray(0, bytesRead);
  const version = bytes.readUInt8(VERSION);
  if (version > 3) throw new UnknownFormatError('this version');
  const { base, end, root, extension } = version < 2 ? oldFields(bytes) : newFields(bytes);
  const file = new RawFile(handle, start, size);
  if (extension !== undefined) {
    const messages = await readObjectHeader(file, extension);
    if (messages.some(({ type }) => !HARMLESS.includes(type))) {
      throw new UnknownFormatError('this extension');
    }
  }
  // A file that was moved behind other bytes still counts from its old place.
  return { file, root, end: end + start - base };
}

function oldFields(bytes: Buffer): Fields {
  const fields = new FieldReader(bytes, VERSION);
  const version = fields.u8();
  if (fields.skip(4).u8() !== 8 || fields.u8() !== 8) throw otherSizes();
  fields.skip(version === 0 ? 9 : 13);
  const base = fields.u64();
  const end = fields.skip(8).u64();
  if (fields.address() !== undefined) throw new UnknownFormatError('a file of several parts');
  const root = fields.skip(8).u64();
  return { base, end, root, extension: undefined };
}

function newFields(bytes: Buffer): Fields {
  const fields = new FieldReader(bytes, VERSION + 1);
  if (fields.u8() !== 8 || fields.u8() !== 8) throw otherSizes();
  if ((fields.u8() & BEING_WRITTEN) !== 0) throw new UnknownFormatError('what is being written');
  const base = fields.u64();
  const extension = fields.address();
  const end = fields.u64();
  const root = fields.u64();
  const sealed = bytes.subarray(0, fields.position);
  if (lookup3(sealed) !== fields.u32()) throw new RangeError('a damaged superblock');
  return { base, end, root, extension };
}

const otherSizes = (): Error => new UnknownFormatError('addresses that are not of 8 bytes');
