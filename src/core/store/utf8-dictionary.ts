import { Utf8Array } from './utf8.ts';

const EMPTY = -1;
/** Bytes of a string, as a guess; room that is not used takes no memory. */
const STRING_BYTES = 16;
/** More bytes than this cannot be addressed by the offsets. */
const MAX_BYTES = 2 ** 32 - 1;
/** More is not believed before it is seen. */
const MAX_EXPECTED = 2 ** 24;

/**
 * A growing set of distinct strings, each with an id in order of arrival. Strings stay packed
 * UTF-8, so that a name costs its bytes and 4 more, and 12 to 20 while it can be looked up.
 */
export class Utf8Dictionary {
  #bytes: Uint8Array;
  #offsets: Uint32Array;
  #slots: Int32Array;
  #hashes: Uint32Array;
  #size = 0;

  /** `expected` strings spare copies when it is right and is no limit. */
  constructor(expected = 64) {
    const room = Math.min(Math.max(64, expected), MAX_EXPECTED);
    this.#bytes = new Uint8Array(room * STRING_BYTES);
    this.#offsets = new Uint32Array(room + 1);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * room))).fill(EMPTY);
    this.#hashes = new Uint32Array(room);
  }

  get size(): number {
    return this.#size;
  }

  /** All strings in the order of their ids, without a copy: they outlive the dictionary. */
  get strings(): Utf8Array {
    const offsets = this.#offsets.subarray(0, this.#size + 1);
    return new Utf8Array(this.#bytes.subarray(0, offsets[this.#size]), offsets);
  }

  /** Id of the string `bytes[start .. end)`, which is added if it is new. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const slot = this.#find(bytes, start, end, hash);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    const id = this.#append(bytes, start, end, hash);
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  /** Id of the string, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#find(bytes, start, end, hashOf(bytes, start, end))] ?? EMPTY;
  }

  /** Ids of all strings of the array, in its order. */
  addAll(strings: Utf8Array): Int32Array {
    const ids = new Int32Array(strings.length);
    const { bytes, offsets } = strings;
    for (let i = 0; i < ids.length; i++) {
      ids[i] = this.add(bytes, offsets[i] ?? 0, offsets[i + 1] ?? 0);
    }
    return ids;
  }

  at(id: number): string {
    return Buffer.from(this.slice(id)).toString('utf8');
  }

  slice(id: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[id], this.#offsets[id + 1]);
  }

  #find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? EMPTY;
      if (id === EMPTY) return slot;
      if (this.#hashes[id] === hash && this.#equals(id, bytes, start, end)) return slot;
    }
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[id] ?? 0;
    const length = (this.#offsets[id + 1] ?? 0) - from;
    if (length !== end - start) return false;
    for (let i = 0; i < length; i++) {
      if (this.#bytes[from + i] !== bytes[start + i]) return false;
    }
    return true;
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const id = this.#size;
    const from = this.#offsets[id] ?? 0;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      if (to > MAX_BYTES) throw new RangeError('more than 4 GiB of distinct strings');
      const grown = new Uint8Array(Math.min(MAX_BYTES, Math.max(to, 2 * this.#bytes.length)));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    if (id === this.#hashes.length) {
      const room = 2 * id;
      const offsets = new Uint32Array(room + 1);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
      const hashes = new Uint32Array(room);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
    for (let i = start; i < end; i++) this.#bytes[from + i - start] = bytes[i] ?? 0;
    this.#offsets[id + 1] = to;
    this.#hashes[id] = hash;
    this.#size = id + 1;
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = (this.#hashes[id] ?? 0) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** FNV-1a, finished as murmur3 does so that the low bits are good enough for a mask. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
