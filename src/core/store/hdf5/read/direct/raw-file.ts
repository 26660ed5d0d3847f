import type { FileHandle } from 'node:fs/promises';
import { FileEndsError } from '../../../file-bytes.ts';
import { PageCache } from './page-cache.ts';
import { PromptReader } from './prompt-reader.ts';

/** Address of what is not there (all bits set). */
export const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** No piece of metadata is larger: a damaged file may claim so. */
const MAX_METADATA = 2 ** 26;
/** Larger pieces are read by themselves. */
const CACHED_BYTES = 16 * 1024;

/** The bytes of an HDF5 file by its own addresses, which count from its superblock. */
export class RawFile {
  readonly #reader: PromptReader;
  readonly #base: number;
  readonly #size: number;
  readonly #pages: PageCache;

  constructor(handle: FileHandle, base: number, size: number) {
    this.#reader = new PromptReader(handle);
    this.#base = base;
    this.#size = size;
    this.#pages = new PageCache(this.#reader, size);
  }

  /** Fills `target`. @throws FileEndsError */
  async fill(target: Uint8Array, address: number): Promise<void> {
    await this.#reader.fill(target, this.#checked(address, target.length));
  }

  /** @throws FileEndsError */
  async read(address: number, length: number): Promise<Buffer> {
    const position = this.#checked(address, length);
    const bytes = Buffer.allocUnsafeSlow(length);
    await this.#reader.fill(bytes, position);
    return bytes;
  }

  /** As `read`, but what is behind the end of the file is left out. */
  async readUpTo(address: number, length: number): Promise<Buffer> {
    return this.read(address, this.#upTo(address, length));
  }

  /**
   * As `read`, for the small pieces that lie close to each other. The bytes are not the caller's.
   * @throws RangeError, FileEndsError when it is damaged
   */
  async metadata(address: number, length: number): Promise<Buffer> {
    if (length > MAX_METADATA) throw new RangeError('damaged metadata');
    if (length > CACHED_BYTES) return this.read(address, length);
    return this.#pages.read(this.#checked(address, length), length);
  }

  /** As `metadata`, but what is behind the end of the file is left out. */
  async metadataUpTo(address: number, length: number): Promise<Buffer> {
    return this.metadata(address, this.#upTo(address, length));
  }

  #upTo(address: number, length: number): number {
    return Math.max(0, Math.min(length, this.#size - this.#base - address));
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
