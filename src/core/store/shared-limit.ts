/** What a cache holds, as far as others must know. */
export interface Held {
  readonly bytes: number;
  /** Has its cache forget it. */
  readonly drop: () => void;
}

/**
 * Holds the caches of many stores together to a number of bytes: what is longest unused, in
 * whichever it is, is dropped first.
 */
export class SharedLimit {
  readonly #limit: number;
  // In order of last use.
  readonly #held = new Set<Held>();
  #bytes = 0;

  /** @param limit bytes; what was used last stays even when it alone is more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Tells that something is in use now, for the first time or again. */
  use(held: Held): void {
    if (this.#held.delete(held)) this.#bytes -= held.bytes;
    this.#held.add(held);
    this.#bytes += held.bytes;
    for (const oldest of this.#held) {
      if (this.#bytes <= this.#limit || oldest === held) return;
      this.forget(oldest);
    }
  }

  /** Drops it. */
  forget(held: Held): void {
    if (!this.#held.delete(held)) return;
    this.#bytes -= held.bytes;
    held.drop();
  }
}
