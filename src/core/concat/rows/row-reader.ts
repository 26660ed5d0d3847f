import type { RowBlock } from '../matrix/block.ts';

/** A matrix of one input as rows, whatever it is stored as. Values keep the elem's dtype. */
export interface RowReader {
  readonly rows: number;
  /** How many rows from `start` on fit `bytes`; at least one while there are rows. */
  rowsWithin(start: number, bytes: number): Promise<number>;
  /** Rows `[start, stop)`. @throws ElemUnreadableError, CancelledError */
  read(start: number, stop: number): Promise<RowBlock>;
}
