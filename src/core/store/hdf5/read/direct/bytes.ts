import { UNDEFINED_ADDRESS } from './raw-file.ts';

/** An unsigned number of 1 to 8 bytes, little-endian. @throws RangeError behind the end */
export const readUint = (bytes: Buffer, at: number, width: number): number =>
  width > 6
    ? bytes.readUIntLE(at, 6) + bytes.readUIntLE(at + 6, width - 6) * 2 ** 48
    : bytes.readUIntLE(at, width);

/** Messages are padded to a multiple of bytes. */
const PADDED = 8;

/** Reads the fields of a piece of metadata one after the other; RangeError behind its end. */
export class FieldReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  skip(bytes: number): this {
    this.#at += bytes;
    return this;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#next(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#next(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#next(4));
  }

  /** Beyond 2^53 not exact, as no size and no address in a file is. */
  u64(): number {
    return Number(this.#bytes.readBigUInt64LE(this.#next(8)));
  }

  uint(width: number): number {
    return readUint(this.#bytes, this.#next(width), width);
  }

  /** Undefined when nothing is there. */
  address(): number | undefined {
    const address = this.#bytes.readBigUInt64LE(this.#next(8));
    return address === UNDEFINED_ADDRESS ? undefined : Number(address);
  }

  take(length: number): Buffer {
    const start = this.#next(length);
    if (start + length > this.#bytes.length) throw new RangeError('damaged metadata');
    return this.#bytes.subarray(start, start + length);
  }

  /** Bytes up to a NUL, which is skipped. @param multiple of bytes that it takes with the NUL */
  terminated(multiple = 1): Buffer {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end === -1) throw new RangeError('damaged metadata');
    const text = this.#bytes.subarray(this.#at, end);
    this.#at += Math.ceil((text.length + 1) / multiple) * multiple;
    return text;
  }

  /** What is left can but be padding. */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left < 0 || left >= PADDED) throw new RangeError('damaged metadata');
  }

  #next(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
