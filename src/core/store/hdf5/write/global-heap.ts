import * as z from 'zod';
import { OutputUnwritableError } from '../../../errors.ts';
import { bytesOf } from '../../dtype.ts';
import type { Utf8Array } from '../../utf8.ts';
import type { OutputFile } from './output-file.ts';
import type { SequentialWriter } from './sequential-writer.ts';

/** A reference to a string: length 4, address of the collection 8, index of the object in it 4. */
const REFERENCE_SIZE = 16;
const COLLECTION_HEADER = 16;
const OBJECT_HEADER = 16;
/** The library accepts no smaller collection. */
const COLLECTION_MIN = 4096;
/** What a reader loads to get at one string. */
const COLLECTION_MAX = 64 * 1024;
const OBJECTS_MAX = 0xffff;
/** Longer strings copy faster through a view of them. */
const SHORT = 64;

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

  /**
   * Puts in the strings from `first` on, as many as fit, and states their references.
   * @returns the position of the next string
   */
  putRun({ bytes, offsets, length }: Utf8Array, first: number, references: Uint32Array): number {
    const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const low = this.at % 2 ** 32;
    const high = Math.floor(this.at / 2 ** 32);
    let i = first;
    for (; i < length; i++) {
      const start = offsets[i] ?? 0;
      const size = (offsets[i + 1] ?? 0) - start;
      // As the library does: an empty string has no object, and its reference is null.
      if (size === 0) continue;
      if (!this.fits(size)) break;
      this.#put(bytes, source, start, size);
      const at = (i * REFERENCE_SIZE) / 4;
      references[at] = size;
      references[at + 1] = low;
      references[at + 2] = high;
      references[at + 3] = this.#count;
    }
    return i;
  }

  #put(bytes: Uint8Array, source: DataView, start: number, size: number): void {
    const at = this.#used;
    this.#used += objectSize(size);
    this.#count += 1;
    this.#view.setUint16(at, this.#count, true);
    this.#view.setUint32(at + 8, size, true);
    const to = at + OBJECT_HEADER;
    if (size > SHORT) {
      this.bytes.set(bytes.subarray(start, start + size), to);
      return;
    }
    // Quicker than a view of each.
    let done = 0;
    for (; done + 4 <= size; done += 4) {
      this.#view.setUint32(to + done, source.getUint32(start + done, true), true);
    }
    for (; done < size; done++) this.bytes[to + done] = bytes[start + done] ?? 0;
  }

  /** Marks the rest as free: object 0, whose size counts its header. */
  seal(): void {
    const free = this.bytes.length - this.#used;
    if (free >= OBJECT_HEADER) this.#view.setUint32(this.#used + 8, free, true);
  }
}

/**
 * The strings of all datasets and attributes of a file. One collection is open at a time; its place
 * in the file is taken when it is opened, so that references are known at once.
 */
export class GlobalHeap {
  readonly #file: OutputFile;
  /** Of collections that are full, many of which follow each other. */
  readonly #writer: SequentialWriter;
  #writtenTo = 0;
  #open: Collection | null = null;

  constructor(file: OutputFile) {
    this.#file = file;
    this.#writer = file.sequential(this.#writtenTo);
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
    const references = new Uint32Array((length * REFERENCE_SIZE) / 4);
    let remaining = objectSizes(offsets, 0, length);
    for (let i = 0; remaining > 0;) {
      const next = this.#open?.putRun(strings, i, references) ?? i;
      remaining -= objectSizes(offsets, i, next);
      if (remaining === 0) break;
      for (i = next; sizeAt(offsets, i) === 0;) i += 1;
      const full = this.#open;
      this.#reopen(sizeAt(offsets, i), remaining);
      // Only now: while this call waits, another one may use the collection just opened.
      if (full !== null) await this.#write(full);
    }
    return bytesOf(references);
  }

  /** Writes the open collection as far as it is filled, and answers how far that is. */
  async checkpoint(): Promise<OpenCollection | null> {
    await this.#writer.flush();
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
    const last = this.#open;
    this.#open = null;
    if (last !== null) await this.#write(last);
    await this.#writer.flush();
  }

  /** A new collection for a string of `length` bytes, with room for `remaining` bytes if it can. */
  #reopen(length: number, remaining: number): void {
    const wanted = COLLECTION_HEADER + Math.max(remaining, objectSize(length));
    const enough = COLLECTION_HEADER + objectSize(length);
    const size = Math.max(COLLECTION_MIN, enough, Math.min(wanted, COLLECTION_MAX));
    this.#open = new Collection(this.#file.reserve(size), size);
  }

  async #write(collection: Collection): Promise<void> {
    const { at, bytes } = collection;
    collection.seal();
    const isNext = at === this.#writtenTo;
    this.#writtenTo = at + bytes.length;
    const moved = isNext ? undefined : this.#writer.moveTo(at);
    await Promise.all([moved, this.#writer.write(bytes)]);
  }
}

/** Of the strings `[from, to)`; an empty one has no object. */
function objectSizes(offsets: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const size = sizeAt(offsets, i);
    if (size > 0) sum += objectSize(size);
  }
  return sum;
}

const sizeAt = (offsets: Uint32Array, i: number): number =>
  (offsets[i + 1] ?? 0) - (offsets[i] ?? 0);
