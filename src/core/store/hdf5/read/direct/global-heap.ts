import type { Utf8Builder } from '../../../utf8-builder.ts';
import { type Held, SharedLimit } from '../../../shared-limit.ts';
import type { RawFile } from './raw-file.ts';

/** A reference to a string: its length, its collection's address, and its index there. */
export const VLEN_BYTES = 16;

const COLLECTION_HEADER = 16;
const OBJECT_HEADER = 16;
const NUL = 0;
/** Collections are of 4 KiB mostly and follow each other: one read gets more and more of them. */
const WINDOW = { first: 8 * 1024, last: 256 * 1024 } as const;
const MAX_COLLECTIONS = 64;
/** What is kept of the heaps of all files together: a run keeps many open. */
const shared = new SharedLimit(16 * 1024 * 1024);
/** Of an object's place in a collection. */
const PLACE_BYTES = 32;
/** No string is longer in memory. */
const MAX_COLLECTION_BYTES = 2 ** 29;

interface Collection {
  readonly content: Buffer;
  /** By the index of an object: where it begins in `content`. */
  readonly starts: readonly (number | undefined)[];
  /** By the index of an object: its bytes. */
  readonly sizes: readonly (number | undefined)[];
}

/** What was read at once. */
interface Window extends Held {
  readonly content: Buffer;
  readonly address: number;
}

/** The strings of variable length in a file (format specification, section III.E). */
export class GlobalHeap {
  readonly #file: RawFile;
  readonly #collections = new Map<number, Collection & Held>();
  #window: Window | null = null;
  /** Where the last window ended. */
  #windowEnd = 0;
  #windowBytes: number = WINDOW.first;

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
      const nul = collection.content.indexOf(NUL, start);
      const end = start + length;
      strings.add(collection.content, start, nul === -1 ? end : Math.min(nul, end));
    }
  }

  async #load(address: number): Promise<Collection> {
    const header = await this.#bytes(address, COLLECTION_HEADER);
    if (header.toString('latin1', 0, 4) !== 'GCOL') throw new RangeError('no heap of strings');
    const size = Number(header.readBigUInt64LE(8));
    if (size > MAX_COLLECTION_BYTES) throw new RangeError('a damaged heap of strings');
    const parsed = collectionOf(await this.#bytes(address, size));
    const collection = {
      ...parsed,
      bytes: size + parsed.starts.length * PLACE_BYTES,
      drop: () => this.#collections.delete(address),
    };
    this.#collections.set(address, collection);
    for (const [, oldest] of this.#collections) {
      if (this.#collections.size <= MAX_COLLECTIONS) break;
      shared.forget(oldest);
    }
    shared.use(collection);
    return collection;
  }

  async #bytes(address: number, length: number): Promise<Buffer> {
    const known = this.#window;
    if (known !== null) {
      const start = address - known.address;
      if (start >= 0 && start + length <= known.content.length) {
        return known.content.subarray(start, start + length);
      }
      shared.forget(known);
    }
    if (length > WINDOW.last) return this.#file.read(address, length);
    const gap = address - this.#windowEnd;
    const isNext = gap <= WINDOW.first && gap >= -WINDOW.last;
    this.#windowBytes = isNext ? Math.min(WINDOW.last, this.#windowBytes * 2) : WINDOW.first;
    const content = await this.#file.readUpTo(address, Math.max(length, this.#windowBytes));
    if (content.length < length) throw new RangeError('a heap of strings is cut off');
    this.#windowEnd = address + content.length;
    const drop = () => {
      this.#window = null;
    };
    this.#window = { content, address, bytes: content.length, drop };
    shared.use(this.#window);
    return content.subarray(0, length);
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
  return { content: bytes, starts, sizes };
}
