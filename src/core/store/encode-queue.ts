import type { ByteBudget } from './byte-budget.ts';

/** What all arrays of a store together may have in the thread pool or behind it. */
export const ENCODE_BYTES_MAX = 32 * 1024 * 1024;
/** Even small chunks count as much as this: more jobs than a few per thread only delay reads. */
const JOB_BYTES_MIN = ENCODE_BYTES_MAX / 16;

/** The last chunk taken in by any of the queues that share it: what they store is in that order. */
export interface StoreOrder {
  last: Promise<void>;
}

/** Encodes the chunks of one array, several at a time, and stores them in their order. */
export class EncodeQueue {
  readonly #encode: (chunk: Uint8Array) => Promise<Uint8Array>;
  readonly #store: (encoded: Uint8Array) => Promise<void>;
  readonly #budget: ByteBudget;
  readonly #order: StoreOrder;
  #last: Promise<void> = Promise.resolve();
  #failed = false;

  /** @param order of other arrays that are stored in the same place */
  constructor(
    encode: (chunk: Uint8Array) => Promise<Uint8Array>,
    store: (encoded: Uint8Array) => Promise<void>,
    budget: ByteBudget,
    order: StoreOrder = { last: Promise.resolve() },
  ) {
    this.#encode = encode;
    this.#store = store;
    this.#budget = budget;
    this.#order = order;
  }

  /**
   * Resolves when the chunk has been taken in; the queue owns its memory from then on. Failures show
   * in a later call or in `drain`.
   */
  async push(chunk: Uint8Array): Promise<void> {
    const cost = Math.max(chunk.length, JOB_BYTES_MIN);
    await this.#add(cost, () => this.#encode(chunk));
  }

  /** The same for a chunk that is encoded already. */
  async pushEncoded(encoded: Uint8Array): Promise<void> {
    await this.#add(encoded.length, () => Promise.resolve(encoded));
  }

  async #add(cost: number, encode: () => Promise<Uint8Array>): Promise<void> {
    if (this.#failed) await this.#last;
    await this.#budget.acquire(cost);
    this.#last = this.#pass(encode, this.#order.last).finally(() => {
      this.#budget.release(cost);
    });
    this.#order.last = this.#last;
    this.#last.catch(() => {
      this.#failed = true;
    });
  }

  /** Waits until all chunks are stored, those of the arrays in the same place too. */
  async drain(): Promise<void> {
    await Promise.all([this.#last, this.#order.last]);
  }

  async #pass(encode: () => Promise<Uint8Array>, previous: Promise<void>): Promise<void> {
    const [encoded] = await Promise.all([encode(), previous]);
    await this.#store(encoded);
  }
}
