type WriteAt = (at: number, bytes: Uint8Array) => Promise<void>;

/** Pieces up to this size are gathered; larger ones go out as they are, without a copy. */
const GATHER_MAX = 128 * 1024;
const BUFFER_SIZE = 256 * 1024;

/**
 * Writes pieces one after the other from a place in the file on. Every method has done its
 * bookkeeping when it returns, so that callers need not wait for each other; a caller who awaits
 * the promise holds back until what he caused to be written has been written.
 */
export class SequentialWriter {
  readonly #writeAt: WriteAt;
  #start: number;
  #buffer: Buffer | null = null;
  #used = 0;

  constructor(writeAt: WriteAt, start: number) {
    this.#writeAt = writeAt;
    this.#start = start;
  }

  /** Done with the memory of `bytes` when it resolves. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length > GATHER_MAX) {
      const gathered = this.flush();
      const at = this.#start;
      this.#start += bytes.length;
      await Promise.all([gathered, this.#writeAt(at, bytes)]);
      return;
    }
    const full = this.#used + bytes.length > BUFFER_SIZE ? this.flush() : undefined;
    this.#buffer ??= Buffer.allocUnsafeSlow(BUFFER_SIZE);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
    await full;
  }

  async flush(): Promise<void> {
    if (this.#buffer === null) return;
    const gathered = this.#buffer.subarray(0, this.#used);
    const at = this.#start;
    this.#buffer = null;
    this.#start += this.#used;
    this.#used = 0;
    await this.#writeAt(at, gathered);
  }

  /** Writes what was gathered and continues at `start`. */
  async moveTo(start: number): Promise<void> {
    const gathered = this.flush();
    this.#start = start;
    await gathered;
  }
}
