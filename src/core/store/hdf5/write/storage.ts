import type { Message } from './messages.ts';

/** Takes chunks that are filtered already. */
export interface StoredStorage {
  readonly chunk: readonly number[];
  readonly shuffled: boolean;
  /** Owns the bytes from then on. @throws RangeError between borders of chunks */
  append(chunk: Uint8Array): Promise<void>;
}

/** Where the values of a dataset go, as bytes in C order. */
export interface Storage {
  /** Whole rows. Done with the memory of `bytes` when it resolves. */
  write(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  /**
   * Takes chunks in the form of `storedForm`. Null where there are none, or their values say whether
   * they are shuffled.
   */
  readonly stored: StoredStorage | null;
  /**
   * Completes the storage.
   * @param rows that were written in all
   * @returns the messages that say where the values are
   */
  finish(rows: number): Promise<readonly Message[]>;
}
