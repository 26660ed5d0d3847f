/** A place in the file in bytes from its start; null where the format says "undefined address". */
export type Address = number | null;

/**
 * Little-endian bytes of metadata, growing as they are written. Lengths and addresses have 8 bytes
 * and come as numbers: no file reaches 2⁵³ bytes.
 */
export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = Buffer.alloc(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) {
      const at = this.#take(1);
      this.#bytes.writeUInt8(value, at);
    }
    return this;
  }

  u16(value: number): this {
    const at = this.#take(2);
    this.#bytes.writeUInt16LE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#take(4);
    this.#bytes.writeUInt32LE(value, at);
    return this;
  }

  u64(value: number): this {
    const at = this.#take(8);
    this.#bytes.writeUInt32LE(value % 2 ** 32, at);
    this.#bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
    return this;
  }

  i64(value: bigint): this {
    const at = this.#take(8);
    this.#bytes.writeBigInt64LE(value, at);
    return this;
  }

  /** The low `width` bytes of a value, 1 to 8. */
  uint(value: number, width: number): this {
    let rest = value;
    for (let i = 0; i < width; i++) {
      this.u8(rest % 256);
      rest = Math.floor(rest / 256);
    }
    return this;
  }

  address(value: Address): this {
    if (value !== null) return this.u64(value);
    const at = this.#take(8);
    this.#bytes.fill(0xff, at, at + 8);
    return this;
  }

  raw(bytes: Uint8Array): this {
    const at = this.#take(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  ascii(text: string): this {
    return this.raw(Buffer.from(text, 'latin1'));
  }

  /** Zeros up to `length` bytes in all. */
  padTo(length: number): this {
    this.#take(Math.max(0, length - this.#length));
    return this;
  }

  /** What has been written, without a copy. The writer is not to be used afterwards. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** May replace the buffer. */
  #take(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(this.#length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return at;
  }
}
