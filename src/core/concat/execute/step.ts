import type { RowBlock } from '../matrix/block.ts';

/** A block of rows of the result, and how much of the part is done with it. */
export interface Step {
  readonly block: RowBlock;
  readonly fraction: number;
}
