import type { Utf8Builder } from '../../../utf8-builder.ts';
import type { RawFile } from './raw-file.ts';

/** A reference to a string: its length, its collection's address, and its index there. */
export const VLEN_BYTES = 16;

const COLLECTION_HEADER = 16;
const OBJECT_HEADER = 16;
const NUL = 0;
/** Collections are of 4 KiB mostly and follow each other: one read gets more and more of them. */
const WINDOW = { first: 8 * 1024, last: 256 * 1024 } as const;
const MAX_COLLECTIONS = 64;
/** Of all collections that are kept, but for the last one. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
/** No string is longer in memory. */
const MAX_COLLECTION_BYTES = 2 ** 29;

interface Collection {
  readonly bytes: Buffer;
  /** By the index of an object: where it begins in `bytes`. */
  readonly starts: readonly (number | undefined)[];
  /** By the index of an object: its bytes. */
  readonly sizes: readonly (number | undefined)[];
}

/** The strings of variable length in a file (format specification, section III.E). */
export class GlobalHeap {
  readonly #file: RawFile;
  readonly #collections = new Map<number, Collection>();
  #window: Buffer = Buffer.alloc(0);
  #windowAddress = 0;
  #windowBytes: number = WINDOW.first;
  #keptBytes = 0;

  constructor(file: RawFile) {
    this.#file = file;
  }

  /**
   * Appends the strings that `references` point to.
   * @throws RangeError, FileEndsError when one leads astray
   */
  async appendStrings(references: Uint8Array, strings: Utf8Builder): Promise<void> {
    const view = new DataView(references.buffer, references.byteOffset, references.byteLength);
    let address = 0;
    let collection: Collection | undefined;
    for (let at = 0; at < references.length; at += VLEN_BYTES) {
      const length = view.getUint32(at, true);
      const next = view.getUint32(at + 4, true) + view.getUint32(at + 8, true) * 2 ** 32;
      if (next === 0) {
        strings.add(references, 0, 0);
        continue;
      }
      if (collection === undefined || next !== address) {
        address = next;
        collection = this.#collections.get(address) ?? (await this.#load(address));
      }
      const index = view.getUint32(at + 12, true);
      const start = collection.starts[index];
      if (start === undefined || collection.sizes[index] !== length) {
        throw new RangeError('a string is missing');
      }
      // Some writers count the terminator, too.
      const nul = collection.bytes.indexOf(NUL, start);
      const end = start + length;
      strings.add(collection.bytes, start, nul === -1 ? end : Math.min(nul, end));
    }
  }

  async #load(address: number): Promise<Collection> {
    const header = await this.#bytes(address, COLLECTION_HEADER);
    if (header.toString('latin1', 0, 4) !== 'GCOL') throw new RangeError('no heap of strings');
    const size = Number(header.readBigUInt64LE(8));
    if (size > MAX_COLLECTION_BYTES) throw new RangeError('a damaged heap of strings');
    const collection = collectionOf(await this.#bytes(address, size));
    this.#collections.set(address, collection);
    this.#keptBytes += size;
    for (const [oldest, { bytes }] of this.#collections) {
      const isFew = this.#collections.size <= MAX_COLLECTIONS && this.#keptBytes <= MAX_KEPT_BYTES;
      if (isFew || oldest === address) break;
      this.#collections.delete(oldest);
      this.#keptBytes -= bytes.length;
    }
    return collection;
  }

  async #bytes(address: number, length: number): Promise<Buffer> {
    const start = address - this.#windowAddress;
    if (start >= 0 && start + length <= this.#window.length) {
      return this.#window.subarray(start, start + length);
    }
    if (length > WINDOW.last) return this.#file.read(address, length);
    const isNext = start >= 0 && start <= this.#window.length + WINDOW.first;
    this.#windowBytes = isNext ? Math.min(WINDOW.last, this.#windowBytes * 2) : WINDOW.first;
    const window = await this.#file.readUpTo(address, Math.max(length, this.#windowBytes));
    if (window.length < length) throw new RangeError('a heap of strings is cut off');
    this.#window = window;
    this.#windowAddress = address;
    return window.subarray(0, length);
  }
}

function collectionOf(bytes: Buffer): Collection {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts: number[] = [];
  const sizes: number[] = [];
  for (let at = COLLECTION_HEADER; at + OBJECT_HEADER <= bytes.length;) {
    const index = view.getUint16(at, true);
    // Index 0 is the free space at the end.
    if (index === 0) break;
    const size = view.getUint32(at + 8, true) + view.getUint32(at + 12, true) * 2 ** 32;
    const start = at + OBJECT_HEADER;
    if (start + size > bytes.length) throw new RangeError('a damaged heap of strings');
    starts[index] = start;
    sizes[index] = size;
    at = start + Math.ceil(size / 8) * 8;
  }
  return { bytes, starts, sizes };
}
