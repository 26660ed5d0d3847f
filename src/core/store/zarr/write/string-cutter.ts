import type { Utf8Array } from '../../utf8.ts';

const FIRST_BYTES = 64 * 1024;
/** Shorter strings, which most are, copy faster by hand than through a view. */
const SHORT = 32;

/** Thrown when the strings of a chunk are too many bytes for a reader. */
export class StringsTooLongError extends Error {
  constructor() {
    super('the strings of one chunk have 2 GiB and more');
    this.name = 'StringsTooLongError';
  }
}

/**
 * Cuts strings that come in blocks of any size into chunks of equal number, in numcodecs'
 * vlen-utf8: a count, then a length and the bytes of each; integers of 4 bytes, little-endian.
 */
export class StringCutter {
  readonly #count: number;
  readonly #take: (chunk: Uint8Array, signal: AbortSignal | undefined) => Promise<void>;
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #size = 4;
  #used = 0;

  /**
   * @param count strings in a chunk
   * @param take gets one chunk, whose memory is its own from then on
   */
  constructor(
    count: number,
    take: (chunk: Uint8Array, signal: AbortSignal | undefined) => Promise<void>,
  ) {
    this.#count = count;
    this.#take = take;
  }

  /** @throws StringsTooLongError */
  async write(strings: Utf8Array, signal: AbortSignal | undefined): Promise<void> {
    const { bytes, offsets } = strings;
    for (let i = 0; i < strings.length; i++) {
      this.#add(bytes, offsets[i] ?? 0, offsets[i + 1] ?? 0);
      if (this.#used === this.#count) await this.#take(this.#cut(), signal);
    }
  }

  /** The last chunk as it is, or with empty strings up to its full number; null when it has none. */
  rest(isPadded: boolean): Uint8Array | null {
    if (this.#used === 0) return null;
    if (isPadded) for (let i = this.#used; i < this.#count; i++) this.#add(this.#buffer, 0, 0);
    return this.#cut();
  }

  #add(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const needed = this.#size + 4 + length;
    if (needed > this.#buffer.length) this.#grow(needed);
    const buffer = this.#buffer;
    const at = buffer.writeUInt32LE(length, this.#size);
    if (length < SHORT) {
      for (let i = 0; i < length; i++) buffer[at + i] = bytes[start + i] ?? 0;
    } else {
      buffer.set(bytes.subarray(start, end), at);
    }
    this.#size = needed;
    this.#used += 1;
  }

  #cut(): Uint8Array {
    this.#buffer.writeUInt32LE(this.#used, 0);
    const chunk = this.#buffer.subarray(0, this.#size);
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, this.#size));
    this.#size = 4;
    this.#used = 0;
    return chunk;
  }

  #grow(needed: number): void {
    if (needed > CHUNK_BYTES_MAX) throw new StringsTooLongError();
    const length = Math.min(CHUNK_BYTES_MAX, Math.max(needed, 2 * this.#buffer.length));
    const grown = Buffer.allocUnsafeSlow(length);
    grown.set(this.#buffer.subarray(0, this.#size));
    this.#buffer = grown;
  }
}

/** Bytes of a chunk that readers can hold (numcodecs). */
export const CHUNK_BYTES_MAX = 2 ** 31 - 1;
