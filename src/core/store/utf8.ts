const encoder = new TextEncoder();
// A leading U+FEFF is part of a name like any other character.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A list of strings as packed UTF-8: `bytes[offsets[i] .. offsets[i + 1])` is string `i`. Columns
 * of millions of names pass through the engine in this form without becoming JS strings.
 */
export class Utf8Array {
  readonly bytes: Uint8Array;
  /** `length + 1` byte offsets, ascending. */
  readonly offsets: Uint32Array;

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  static from(strings: readonly string[]): Utf8Array {
    const offsets = new Uint32Array(strings.length + 1);
    let size = 0;
    for (const text of strings) size += Buffer.byteLength(text);
    const bytes = new Uint8Array(size);
    let at = 0;
    strings.forEach((text, i) => {
      at += encoder.encodeInto(text, bytes.subarray(at)).written;
      offsets[i + 1] = at;
    });
    return new Utf8Array(bytes, offsets);
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  /** Bytes of string `i`, without a copy. */
  slice(i: number): Uint8Array {
    return this.bytes.subarray(this.offsets[i], this.offsets[i + 1]);
  }

  at(i: number): string {
    return decoder.decode(this.slice(i));
  }

  /** The strings at the positions that pass. */
  filter(keep: (i: number) => boolean): Utf8Array {
    const kept: number[] = [];
    for (let i = 0; i < this.length; i++) if (keep(i)) kept.push(i);
    return this.take(kept);
  }

  /** The strings at these positions, in this order; '' where a position is negative. */
  take(positions: ArrayLike<number>): Utf8Array {
    const offsets = new Uint32Array(positions.length + 1);
    for (let k = 0; k < positions.length; k++) {
      offsets[k + 1] = (offsets[k] ?? 0) + this.sizeOf(positions[k] ?? -1);
    }
    const bytes = new Uint8Array(offsets[positions.length] ?? 0);
    for (let k = 0; k < positions.length; k++) {
      const i = positions[k] ?? -1;
      const from = this.offsets[i] ?? 0;
      const at = offsets[k] ?? 0;
      // Names are short: a view of each would cost more than the copy.
      const size = (offsets[k + 1] ?? 0) - at;
      for (let n = 0; n < size; n++) bytes[at + n] = this.bytes[from + n] ?? 0;
    }
    return new Utf8Array(bytes, offsets);
  }

  /** Bytes of string `i`; 0 where it is negative. */
  sizeOf(i: number): number {
    return i < 0 ? 0 : (this.offsets[i + 1] ?? 0) - (this.offsets[i] ?? 0);
  }

  concat(other: Utf8Array): Utf8Array {
    const mine = this.offsets[this.length] ?? 0;
    const bytes = new Uint8Array(mine + (other.offsets[other.length] ?? 0));
    bytes.set(this.bytes.subarray(0, mine));
    bytes.set(other.bytes.subarray(0, bytes.length - mine), mine);
    const offsets = new Uint32Array(this.length + other.length + 1);
    offsets.set(this.offsets);
    other.offsets.forEach((offset, i) => {
      offsets[this.length + i] = mine + offset;
    });
    return new Utf8Array(bytes, offsets);
  }

  toStrings(): string[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }
}
