import type { Utf8Array } from './utf8.ts';

/** Strings whose hashes are made at a time. */
const FEW = 4096;

/**
 * Finds strings that may be repeated among many without keeping them: a table of 32 bits of the hash of
 * each, at a place that other bits say; 5 to 14 bytes for each string. Equal strings are always found.
 */
export class Utf8Hashes {
  /** 0 where there is none. */
  readonly #slots: Int32Array;
  /** By slot: 1 where its hash was added twice. */
  readonly #repeated: Uint8Array;
  /** What a slot holds and where it is looked for, side by side. */
  readonly #hashes = new Int32Array(2 * FEW);
  #hasRepeated = false;

  /** @param most strings that will be added */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(64, (most * 4) / 3)));
    this.#slots = new Int32Array(size);
    this.#repeated = new Uint8Array(size);
  }

  /** Whether a hash was added twice. */
  get hasRepeated(): boolean {
    return this.#hasRepeated;
  }

  addAll(strings: Utf8Array): void {
    const [slots, hashes] = [this.#slots, this.#hashes];
    for (let start = 0; start < strings.length; start += FEW) {
      const count = hashInto(hashes, strings, start);
      for (let i = 0; i < count; i++) {
        const slot = this.#find(i);
        if (slots[slot] === 0) {
          slots[slot] = hashes[2 * i] ?? 0;
          continue;
        }
        this.#repeated[slot] = 1;
        this.#hasRepeated = true;
      }
    }
  }

  /** Positions of those among strings that were added whose hash was added twice. */
  repeatedIn(strings: Utf8Array): number[] {
    const found: number[] = [];
    for (let start = 0; start < strings.length; start += FEW) {
      const count = hashInto(this.#hashes, strings, start);
      for (let i = 0; i < count; i++) {
        if (this.#repeated[this.#find(i)] === 1) found.push(start + i);
      }
    }
    return found;
  }

  /** The slot that has hash `i`, or in which it belongs. */
  #find(i: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = this.#hashes[2 * i] ?? 0;
    let slot = (this.#hashes[2 * i + 1] ?? 0) & mask;
    for (;;) {
      const known = slots[slot];
      if (known === 0 || known === hash) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/**
 * Fills `target` with two hashes of each string from `start` on, as murmur3 makes them, of other
 * constants; the first is never 0.
 * @returns of how many strings
 */
function hashInto(
  target: Int32Array,
  { bytes, offsets, length }: Utf8Array,
  start: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(target.length / 2, length - start);
  for (let i = 0; i < count; i++) {
    let at = offsets[start + i] ?? 0;
    const end = offsets[start + i + 1] ?? 0;
    let low = end - at;
    let high = 0x1747b28c;
    for (; at < end; at += 4) {
      const word = at + 4 <= end ? view.getUint32(at, true) : lastWord(bytes, at, end);
      low = (Math.imul(rotated(low ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0x6b64e654) | 0;
      high = (Math.imul(rotated(high ^ Math.imul(word, 0x239b961b), 15), 9) + 0x561ccd1b) | 0;
    }
    low = mixed(low ^ high) | 1;
    target[2 * i] = low;
    target[2 * i + 1] = mixed((high + low) | 0);
  }
  return count;
}

/** The up to three bytes that are left. */
function lastWord(bytes: Uint8Array, from: number, to: number): number {
  let word = 0;
  for (let at = to - 1; at >= from; at--) word = (word << 8) | (bytes[at] ?? 0);
  return word;
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Murmur3's end: every bit depends on all. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
