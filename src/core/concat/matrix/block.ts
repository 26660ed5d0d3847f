import { blockMemory } from '../../store/block-memory.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';

/** Rows of a sparse matrix: row `r` has the entries `indptr[r] .. indptr[r + 1]`. */
export interface CsrBlock {
  readonly kind: 'csr';
  readonly rows: number;
  /** `rows + 1` offsets into `indices` and `data`, from 0. */
  readonly indptr: Float64Array;
  readonly indices: Int32Array;
  readonly data: NumericArray;
}

/** Rows of a dense matrix in C order; `columns` counts all values of a row. */
export interface DenseBlock {
  readonly kind: 'dense';
  readonly rows: number;
  readonly columns: number;
  readonly values: NumericArray;
}

export type RowBlock = CsrBlock | DenseBlock;

/** Gives back the memory of a block that nobody looks at any more. */
export function releaseRows(block: RowBlock): void {
  if (block.kind === 'dense') {
    blockMemory.give(block.values);
    return;
  }
  blockMemory.give(block.indices);
  blockMemory.give(block.data);
}

/** Room for the entries of a block with new columns, and `more` of them. */
export function makeRoom(block: CsrBlock, dtype: NumericDType, more: number) {
  const capacity = (block.indptr[block.rows] ?? 0) + more;
  const data = blockMemory.take(dtype, capacity);
  const indices = blockMemory.takeInt32(capacity);
  const indptr = new Float64Array(block.rows + 1);
  return { data, indices, indptr };
}

/** Entries of the longest row. */
export function longestRow({ rows, indptr }: CsrBlock): number {
  let longest = 0;
  for (let row = 0; row < rows; row++) {
    longest = Math.max(longest, (indptr[row + 1] ?? 0) - (indptr[row] ?? 0));
  }
  return longest;
}
