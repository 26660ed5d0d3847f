import * as z from 'zod';
import { OutputUnwritableError } from '../../../errors.ts';
import type { Utf8Array } from '../../utf8.ts';
import type { OutputFile } from './output-file.ts';

/** A reference to a string: length 4, address of the collection 8, index of the object in it 4. */
const REFERENCE_SIZE = 16;
const COLLECTION_HEADER = 16;
const OBJECT_HEADER = 16;
/** The library accepts no smaller collection. */
const COLLECTION_MIN = 4096;
/** What a reader loads to get at one string. */
const COLLECTION_MAX = 64 * 1024;
const OBJECTS_MAX = 0xffff;

const objectSize = (length: number): number => OBJECT_HEADER + length + (-length & 7);

/** Of the collection that is being filled: where it is, and how far it is filled. */
export const openCollectionSchema = z
  .strictObject({
    at: z.int().nonnegative(),
    size: z.int().positive(),
    used: z.int().nonnegative(),
    count: z.int().nonnegative(),
  })
  .readonly();
type OpenCollection = z.infer<typeof openCollectionSchema>;

/** A global heap collection (specification section III.E) in memory, being filled. */
class Collection {
  readonly at: number;
  readonly bytes: Buffer;
  readonly #view: DataView;
  #used = COLLECTION_HEADER;
  #count = 0;

  /** One that was being filled before, with its bytes from then. */
  static restore({ at, used, count }: OpenCollection, bytes: Uint8Array): Collection {
    const collection = new Collection(at, bytes.length);
    collection.bytes.set(bytes.subarray(0, used));
    collection.#used = used;
    collection.#count = count;
    return collection;
  }

  get state(): OpenCollection {
    return { at: this.at, size: this.bytes.length, used: this.#used, count: this.#count };
  }

  constructor(at: number, size: number) {
    this.at = at;
    this.bytes = Buffer.alloc(size);
    this.bytes.write('GCOL', 'latin1');
    this.bytes.writeUInt8(1, 4);
    this.#view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
    this.#view.setUint32(8, size % 2 ** 32, true);
    this.#view.setUint32(12, Math.floor(size / 2 ** 32), true);
  }

  fits(length: number): boolean {
    return this.#count < OBJECTS_MAX && this.#used + objectSize(length) <= this.bytes.length;
  }

  /** Index of the new object, from 1. */
  put(content: Uint8Array): number {
    const at = this.#used;
    this.#used += objectSize(content.length);
    this.#count += 1;
    this.#view.setUint16(at, this.#count, true);
    this.#view.setUint32(at + 8, content.length, true);
    this.bytes.set(content, at + OBJECT_HEADER);
    return this.#count;
  }

  /** Marks the rest as free: object 0, whose size counts its header. */
  seal(): Uint8Array {
    const free = this.bytes.length - this.#used;
    if (free >= OBJECT_HEADER) this.#view.setUint32(this.#used + 8, free, true);
    return this.bytes;
  }
}

/**
 * The strings of all datasets and attributes of a file. One collection is open at a time; its place
 * in the file is taken when it is opened, so that references are known at once.
 */
export class GlobalHeap {
  readonly #file: OutputFile;
  #open: Collection | null = null;

  constructor(file: OutputFile) {
    this.#file = file;
  }

  /**
   * Stores strings and answers their references, 16 bytes each, as they stand in a dataset.
   * @throws OutputUnwritableError also for a NUL character, at which readers would cut the string
   */
  async store(strings: Utf8Array): Promise<Uint8Array> {
    const { bytes, offsets, length } = strings;
    if (bytes.subarray(offsets[0], offsets[length]).includes(0)) {
      throw new OutputUnwritableError({
        path: this.#file.path,
        reason: 'HDF5 cannot hold a text with a NUL character',
      });
    }
    const references = Buffer.alloc(length * REFERENCE_SIZE);
    const view = new DataView(references.buffer, references.byteOffset);
    let remaining = 0;
    for (let i = 0; i < length; i++) remaining += objectSize(sizeAt(offsets, i));
    for (let i = 0; i < length; i++) {
      const start = offsets[i] ?? 0;
      const size = sizeAt(offsets, i);
      // As the library does: an empty string has no object, and its reference is null.
      if (size === 0) continue;
      const replaced = this.#open;
      const collection = replaced?.fits(size) === true ? replaced : this.#reopen(size, remaining);
      const index = collection.put(bytes.subarray(start, start + size));
      const at = i * REFERENCE_SIZE;
      view.setUint32(at, size, true);
      view.setUint32(at + 4, collection.at % 2 ** 32, true);
      view.setUint32(at + 8, Math.floor(collection.at / 2 ** 32), true);
      view.setUint32(at + 12, index, true);
      remaining -= objectSize(size);
      // Only now: while this call waits, another one may use the collection just opened.
      if (replaced !== null && replaced !== collection) await this.#write(replaced);
    }
    return references;
  }

  /** Writes the open collection as far as it is filled, and answers how far that is. */
  async checkpoint(): Promise<OpenCollection | null> {
    if (this.#open === null) return null;
    await this.#file.writeAt(this.#open.at, this.#open.bytes);
    return this.#open.state;
  }

  /** Goes on filling the collection of a checkpoint. */
  async restore(state: OpenCollection): Promise<void> {
    const bytes = await this.#file.readAt(state.at, state.size);
    this.#open = Collection.restore(state, bytes);
  }

  /** Writes the open collection. */
  async flush(): Promise<void> {
    if (this.#open === null) return;
    const last = this.#open;
    this.#open = null;
    await this.#write(last);
  }

  /** A new collection for a string of `length` bytes, with room for `remaining` bytes if it can. */
  #reopen(length: number, remaining: number): Collection {
    const wanted = COLLECTION_HEADER + Math.max(remaining, objectSize(length));
    const enough = COLLECTION_HEADER + objectSize(length);
    const size = Math.max(COLLECTION_MIN, enough, Math.min(wanted, COLLECTION_MAX));
    this.#open = new Collection(this.#file.reserve(size), size);
    return this.#open;
  }

  async #write(collection: Collection): Promise<void> {
    await this.#file.writeAt(collection.at, collection.seal());
  }
}

const sizeAt = (offsets: Uint32Array, i: number): number =>
  (offsets[i + 1] ?? 0) - (offsets[i] ?? 0);
