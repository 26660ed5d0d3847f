import { Utf8Array } from './utf8.ts';

/** More bytes than this cannot be addressed by the offsets of a `Utf8Array`. */
const MAX_BYTES = 2 ** 32 - 1;

/** Shorter strings, which most are, copy faster by hand than through a view. */
const SHORT = 32;

/** Collects strings, given as bytes, into a `Utf8Array` of known length. */
export class Utf8Builder {
  readonly #offsets: Uint32Array;
  #bytes: Uint8Array;
  #size = 0;
  #count = 0;

  /** `expectedBytes` spares copies when it is right and is no limit. */
  constructor(length: number, expectedBytes = length * 16) {
    this.#offsets = new Uint32Array(length + 1);
    this.#bytes = new Uint8Array(Math.max(64, expectedBytes));
  }

  /** Appends `source[start .. end)` as one string. */
  add(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#size + length > this.#bytes.length) this.#grow(this.#size + length);
    if (length < SHORT) {
      const bytes = this.#bytes;
      const at = this.#size;
      for (let i = 0; i < length; i++) bytes[at + i] = source[start + i] ?? 0;
    } else {
      this.#bytes.set(source.subarray(start, end), this.#size);
    }
    this.#size += length;
    this.#count += 1;
    this.#offsets[this.#count] = this.#size;
  }

  /** Appends the strings `[start, stop)` of `strings`. */
  addAll(strings: Utf8Array, start: number, stop: number): void {
    const { bytes, offsets } = strings;
    const from = offsets[start] ?? 0;
    const to = offsets[stop] ?? from;
    const shift = this.#size - from;
    if (this.#size + to - from > this.#bytes.length) this.#grow(this.#size + to - from);
    this.#bytes.set(bytes.subarray(from, to), this.#size);
    for (let i = start + 1; i <= stop; i++) {
      this.#count += 1;
      this.#offsets[this.#count] = (offsets[i] ?? 0) + shift;
    }
    this.#size += to - from;
  }

  build(): Utf8Array {
    return new Utf8Array(this.#bytes.slice(0, this.#size), this.#offsets);
  }

  #grow(needed: number): void {
    if (needed > MAX_BYTES) throw new RangeError('more than 4 GiB of text in one block');
    const grown = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }
}
