import type { FileHandle } from 'node:fs/promises';
import { FileEndsError, readFully } from '../../../file-bytes.ts';

/** Bytes that mark an HDF5 file, at byte 0, 512, 1024 … of it. */
export const HDF5_SIGNATURE: Uint8Array = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** Address of what is not there (all bits set). */
export const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** The bytes of an HDF5 file by its own addresses, which count from its superblock's base. */
export class RawFile {
  readonly #handle: FileHandle;
  readonly #base: number;
  readonly #size: number;

  constructor(handle: FileHandle, base: number, size: number) {
    this.#handle = handle;
    this.#base = base;
    this.#size = size;
  }

  /** Fills `target`. @throws FileEndsError */
  async fill(target: Uint8Array, address: number): Promise<void> {
    await readFully(this.#handle, target, this.#checked(address, target.length));
  }

  /** @throws FileEndsError */
  async read(address: number, length: number): Promise<Buffer> {
    const position = this.#checked(address, length);
    const bytes = Buffer.allocUnsafeSlow(length);
    await readFully(this.#handle, bytes, position);
    return bytes;
  }

  /** As `read`, but what is behind the end of the file is left out. */
  async readUpTo(address: number, length: number): Promise<Buffer> {
    return this.read(address, Math.max(0, Math.min(length, this.#size - this.#base - address)));
  }

  /** Damaged files name any address and size: nothing is allocated before this look at it. */
  #checked(address: number, length: number): number {
    const position = this.#base + address;
    if (!(position >= 0 && length >= 0 && position + length <= this.#size)) {
      throw new FileEndsError(this.#size);
    }
    return position;
  }
}

/**
 * The file for direct reads, by its superblock (format specification, section II.A); undefined
 * when its addresses are not of 8 bytes.
 */
export async function openRaw(
  handle: FileHandle,
  superblock: number,
  size: number,
): Promise<RawFile | undefined> {
  const bytes = Buffer.alloc(64);
  await handle.read(bytes, 0, bytes.length, superblock);
  const version = bytes.readUInt8(8);
  const isOld = version < 2;
  const [offsets, lengths] = isOld ? [bytes[13], bytes[14]] : [bytes[9], bytes[10]];
  if (version > 3 || offsets !== 8 || lengths !== 8) return undefined;
  const base = bytes.readBigUInt64LE(isOld ? (version === 0 ? 24 : 28) : 12);
  return new RawFile(handle, Number(base), size);
}
