import type { Message } from './messages.ts';

/** Where the values of a dataset go, as bytes in C order. */
export interface Storage {
  /** Whole rows. Done with the memory of `bytes` when it resolves. */
  write(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  /**
   * Completes the storage.
   * @param rows that were written in all
   * @returns the messages that say where the values are
   */
  finish(rows: number): Promise<readonly Message[]>;
}
