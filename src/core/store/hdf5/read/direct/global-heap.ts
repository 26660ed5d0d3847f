import type { Utf8Builder } from '../../../utf8-builder.ts';
import { type Held, SharedLimit } from '../../../shared-limit.ts';
import { LONG_TEXT_BYTES } from '../../../utf8-text.ts';
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
/** Of an object's place in a collection, where that is kept. */
const PLACE_BYTES = 8;
/** No string is longer in memory. */
const MAX_COLLECTION_BYTES = 2 ** 29;

/** Bytes of a file in memory. */
interface Span {
  readonly content: Buffer;
  readonly view: DataView;
}

const spanOf = (content: Buffer): Span => {
  const { buffer, byteOffset, byteLength } = content;
  return { content, view: new DataView(buffer, byteOffset, byteLength) };
};

/** A collection of strings in memory, most of them beside others. */
class Collection implements Held {
  readonly bytes: number;
  readonly drop: () => void;
  readonly #span: Span;
  readonly #start: number;
  readonly #end: number;
  /** Where the object behind the last one used begins. */
  #next: number;
  /** By the index of an object: where it begins. Made when one is not found where it is expected. */
  #objects: readonly (number | undefined)[] | null = null;

  /** The bytes `[start, end)` of a span. */
  constructor(span: Span, start: number, end: number, drop: () => void) {
    this.#span = span;
    this.#start = start + COLLECTION_HEADER;
    this.#end = end;
    this.#next = this.#start;
    this.bytes = end - start + ((end - start) / OBJECT_HEADER) * PLACE_BYTES;
    this.drop = drop;
  }

  /**
   * Appends the strings of the references from `at` on, as long as they lead to the same collection.
   * @returns the place behind the last of them
   * @throws RangeError when one leads astray
   */
  appendRun(references: DataView, at: number, strings: Utf8Builder): number {
    const low = references.getUint32(at + 4, true);
    const high = references.getUint32(at + 8, true);
    let next = at;
    do {
      const length = references.getUint32(next, true);
      const start = this.#find(references.getUint32(next + 12, true), length);
      strings.add(this.#span.content, start, start + length);
      next += VLEN_BYTES;
    } while (
      next < references.byteLength &&
      references.getUint32(next + 4, true) === low &&
      references.getUint32(next + 8, true) === high
    );
    return next;
  }

  /** Where the object of this index begins, which is of this length. */
  #find(index: number, length: number): number {
    const known = this.#isAt(this.#next, index, length) ? this.#next : this.#objectOf(index);
    if (known === undefined || !this.#isAt(known, index, length)) {
      throw new RangeError('a string is missing');
    }
    const start = known + OBJECT_HEADER;
    this.#next = start + length + (-length & 7);
    return start;
  }

  /** Whether such an object, and not the free space, which has index 0, is at a place. */
  #isAt(at: number, index: number, length: number): boolean {
    const { view } = this.#span;
    return (
      at + OBJECT_HEADER + length <= this.#end &&
      index > 0 &&
      view.getUint16(at, true) === index &&
      view.getUint32(at + 8, true) === length &&
      view.getUint32(at + 12, true) === 0
    );
  }

  #objectOf(index: number): number | undefined {
    this.#objects ??= objectsIn(this.#span.view, this.#start, this.#end);
    return this.#objects[index];
  }
}

/** What was read at once, from an address on. */
interface Window extends Span {
  readonly address: number;
}

/** The strings of variable length in a file (format specification, section III.E). */
export class GlobalHeap {
  readonly #file: RawFile;
  readonly #collections = new Map<number, Collection>();
  #window: (Window & Held) | null = null;
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
    const { buffer, byteOffset, byteLength } = references;
    const view = new DataView(buffer, byteOffset, byteLength);
    const first = strings.count;
    for (let at = 0; at < byteLength;) {
      const address = view.getUint32(at + 4, true) + view.getUint32(at + 8, true) * 2 ** 32;
      if (address === 0) {
        strings.add(references, 0, 0);
        at += VLEN_BYTES;
        continue;
      }
      const collection = this.#collections.get(address) ?? (await this.#load(address));
      at = collection.appendRun(view, at, strings);
    }
    // Some writers count the terminator, too.
    strings.cutAtNul(first);
  }

  /**
   * The first bytes of a string that is long; undefined of one that is not.
   * @throws RangeError, FileEndsError when the reference leads astray
   */
  async longStart(reference: Uint8Array, bytes: number): Promise<Uint8Array | undefined> {
    const view = new DataView(reference.buffer, reference.byteOffset, reference.byteLength);
    const { length, address, index } = referenceAt(view, 0);
    if (address === 0 || length <= LONG_TEXT_BYTES) return undefined;
    const header = await this.#file.metadata(address, COLLECTION_HEADER);
    const end = address + sizeOfCollection(header);
    for (let at = address + COLLECTION_HEADER; at + OBJECT_HEADER <= end;) {
      const object = objectAt(await this.#file.metadata(at, OBJECT_HEADER), 0);
      const start = at + OBJECT_HEADER;
      if (object.index === 0) break;
      if (start + object.size > end) throw new RangeError('a damaged heap of strings');
      if (object.index === index) {
        if (object.size !== length) break;
        return untilNul(await this.#file.read(start, Math.min(bytes, length)));
      }
      at = start + Math.ceil(object.size / 8) * 8;
    }
    throw new RangeError('a string is missing');
  }

  async #load(address: number): Promise<Collection> {
    const header = await this.#read(address, COLLECTION_HEADER);
    const at = address - header.address;
    const size = sizeOfCollection(header.content.subarray(at, at + COLLECTION_HEADER));
    if (size > MAX_COLLECTION_BYTES) throw new RangeError('a damaged heap of strings');
    const window = await this.#read(address, size);
    const start = address - window.address;
    const drop = () => this.#collections.delete(address);
    const collection = new Collection(window, start, start + size, drop);
    this.#collections.set(address, collection);
    for (const [, oldest] of this.#collections) {
      if (this.#collections.size <= MAX_COLLECTIONS) break;
      shared.forget(oldest);
    }
    shared.use(collection);
    return collection;
  }

  /** A window in which there are `length` bytes from `address` on. */
  async #read(address: number, length: number): Promise<Window> {
    const known = this.#window;
    if (known !== null) {
      const start = address - known.address;
      if (start >= 0 && start + length <= known.content.length) return known;
      shared.forget(known);
    }
    if (length > WINDOW.last) return { ...spanOf(await this.#file.read(address, length)), address };
    const gap = address - this.#windowEnd;
    const isNext = gap <= WINDOW.first && gap >= -WINDOW.last;
    this.#windowBytes = isNext ? Math.min(WINDOW.last, this.#windowBytes * 2) : WINDOW.first;
    const content = await this.#file.readUpTo(address, Math.max(length, this.#windowBytes));
    if (content.length < length) throw new RangeError('a heap of strings is cut off');
    this.#windowEnd = address + content.length;
    const drop = () => {
      this.#window = null;
    };
    const window = { ...spanOf(content), address, bytes: content.length, drop };
    this.#window = window;
    shared.use(window);
    return window;
  }
}

const referenceAt = (view: DataView, at: number) => ({
  length: view.getUint32(at, true),
  address: view.getUint32(at + 4, true) + view.getUint32(at + 8, true) * 2 ** 32,
  index: view.getUint32(at + 12, true),
});

/** @param header of a collection */
function sizeOfCollection(header: Buffer): number {
  if (header.toString('latin1', 0, 4) !== 'GCOL') throw new RangeError('no heap of strings');
  return Number(header.readBigUInt64LE(8));
}

/** What stands in front of an object. */
const objectAt = (bytes: Buffer, at: number) => ({
  index: bytes.readUInt16LE(at),
  size: bytes.readUInt32LE(at + 8) + bytes.readUInt32LE(at + 12) * 2 ** 32,
});

/** Some writers count the terminator of a text, too, or pad it. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(NUL);
  return nul === -1 ? bytes : bytes.subarray(0, nul);
}

/** By the index of each object between `start` and `end`: where it begins. */
function objectsIn(view: DataView, start: number, end: number): readonly (number | undefined)[] {
  const objects: number[] = [];
  for (let at = start; at + OBJECT_HEADER <= end;) {
    const index = view.getUint16(at, true);
    // Index 0 is the free space at the end.
    if (index === 0) break;
    const size = view.getUint32(at + 8, true) + view.getUint32(at + 12, true) * 2 ** 32;
    const next = at + OBJECT_HEADER + size;
    if (next > end) throw new RangeError('a damaged heap of strings');
    objects[index] = at;
    at = next + (-size & 7);
  }
  return objects;
}
