/** Cuts values that come in pieces of any size into chunks of equal size. */
export class ChunkCutter {
  readonly #size: number;
  readonly #take: (chunks: Uint8Array, signal: AbortSignal | undefined) => Promise<void>;
  #partial: Uint8Array | null = null;
  #used = 0;

  /**
   * @param size bytes of a chunk
   * @param take gets one or more whole chunks in a row, and is done with their memory when it
   *   resolves
   */
  constructor(
    size: number,
    take: (chunks: Uint8Array, signal: AbortSignal | undefined) => Promise<void>,
  ) {
    this.#size = size;
    this.#take = take;
  }

  /** Done with the memory of `bytes` when it resolves. */
  async write(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    let rest = bytes;
    if (this.#used > 0) {
      const taken = rest.subarray(0, this.#size - this.#used);
      await this.#gather(taken, signal);
      rest = rest.subarray(taken.length);
    }
    const whole = rest.length - (rest.length % this.#size);
    if (whole > 0) await this.#take(rest.subarray(0, whole), signal);
    if (whole < rest.length) await this.#gather(rest.subarray(whole), signal);
  }

  /** Whether all that came were whole chunks. */
  get isEmpty(): boolean {
    return this.#used === 0;
  }

  /** The last chunk, padded with zeros; null when there is nothing left. */
  rest(): Uint8Array | null {
    if (this.#partial === null || this.#used === 0) return null;
    return this.#partial.fill(0, this.#used);
  }

  /** What there is of the next chunk. */
  get gathered(): Uint8Array {
    return this.#partial?.subarray(0, this.#used) ?? new Uint8Array();
  }

  /** Goes on behind what there was of a chunk. */
  restore(gathered: Uint8Array): void {
    this.#partial = Buffer.allocUnsafeSlow(this.#size);
    this.#partial.set(gathered);
    this.#used = gathered.length;
  }

  async #gather(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    this.#partial ??= Buffer.allocUnsafeSlow(this.#size);
    this.#partial.set(bytes, this.#used);
    this.#used += bytes.length;
    if (this.#used < this.#size) return;
    this.#used = 0;
    await this.#take(this.#partial, signal);
  }
}
