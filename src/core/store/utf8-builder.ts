import { Utf8Array } from './utf8.ts';

/** More bytes than this cannot be addressed by the offsets of a `Utf8Array`. */
const MAX_BYTES = 2 ** 32 - 1;

/** Shorter strings, which most are, copy faster by words than through a view of them. */
const SHORT = 64;

/** Collects strings, given as bytes, into a `Utf8Array` of known length. */
export class Utf8Builder {
  readonly #offsets: Uint32Array;
  #bytes: Uint8Array;
  #view: DataView;
  #source: Uint8Array;
  #sourceView: DataView;
  #size = 0;
  #count = 0;

  /** `expectedBytes` spares copies when it is right and is no limit. */
  constructor(length: number, expectedBytes = length * 24) {
    this.#offsets = new Uint32Array(length + 1);
    this.#bytes = new Uint8Array(Math.max(64, expectedBytes));
    this.#view = viewOf(this.#bytes);
    this.#source = this.#bytes;
    this.#sourceView = this.#view;
  }

  /** Strings so far. */
  get count(): number {
    return this.#count;
  }

  /** Appends `source[start .. end)` as one string. */
  add(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#size + length > this.#bytes.length) this.#grow(this.#size + length);
    if (length < SHORT) {
      // Most come from the same memory as the one before.
      if (source !== this.#source) {
        this.#source = source;
        this.#sourceView = viewOf(source);
      }
      const [from, to] = [this.#sourceView, this.#view];
      let i = 0;
      let at = this.#size;
      for (; i + 4 <= length; i += 4, at += 4) {
        to.setUint32(at, from.getUint32(start + i, true), true);
      }
      for (; i < length; i++, at++) this.#bytes[at] = source[start + i] ?? 0;
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

  /** Ends each of the strings from the `first` on before its first NUL. */
  cutAtNul(first: number): void {
    const offsets = this.#offsets;
    const begin = offsets[first] ?? 0;
    const added = Buffer.from(this.#bytes.buffer, begin, this.#size - begin);
    if (!added.includes(0)) return;
    let at = begin;
    let start = begin;
    for (let i = first; i < this.#count; i++) {
      const end = offsets[i + 1] ?? 0;
      const nul = this.#bytes.subarray(start, end).indexOf(0);
      const length = nul < 0 ? end - start : nul;
      this.#bytes.copyWithin(at, start, start + length);
      start = end;
      at += length;
      offsets[i + 1] = at;
    }
    this.#size = at;
  }

  build(): Utf8Array {
    const bytes = this.#bytes.subarray(0, this.#size);
    // Most of the room is in use: a copy would cost more than what is kept.
    const isFull = 2 * this.#size > this.#bytes.length;
    return new Utf8Array(isFull ? bytes : bytes.slice(), this.#offsets);
  }

  #grow(needed: number): void {
    if (needed > MAX_BYTES) throw new RangeError('more than 4 GiB of text in one block');
    const grown = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
