import { throwIfCancelled } from '../../errors.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';
import { fromFloat16 } from '../../store/float16.ts';
import type { CsrBlock, DenseBlock, RowBlock } from '../matrix/block.ts';
import type { RowReader } from '../rows/row-reader.ts';

/** A matrix to compare: its rows, and what pandas and scipy look at before its values. */
export interface Comparable {
  readonly rows: RowReader;
  readonly isSparse: boolean;
  readonly dtype: NumericDType;
  readonly shape: readonly number[];
}

/**
 * Whether a later matrix equals the first (`anndata._core.merge.equal`, which asks the type of the
 * later one): arrays by dtype, shape and value, NaN equal to NaN; sparse matrices by value only. A
 * sparse one never equals an array before it, but an array may equal a sparse one before it.
 */
export async function equalMatrices(
  first: Comparable,
  later: Comparable,
  blockBytes: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (later.isSparse && !first.isSparse) return false;
  if (first.shape.join() !== later.shape.join()) return false;
  if (!later.isSparse && first.dtype !== later.dtype) return false;
  const columns = first.shape.slice(1).reduce((product, extent) => product * extent, 1);
  for (let start = 0; start < first.rows.rows;) {
    throwIfCancelled(signal);
    const mine = await first.rows.rowsWithin(start, blockBytes);
    const stop = start + Math.min(mine, await later.rows.rowsWithin(start, blockBytes));
    const [a, b] = [await first.rows.read(start, stop), await later.rows.read(start, stop)];
    if (!equalBlocks(a, first.dtype, b, later.dtype, columns)) return false;
    start = stop;
  }
  return true;
}

/** Whether rows have equal values; what is not stored is zero. */
export function equalBlocks(
  a: RowBlock,
  aDtype: NumericDType,
  b: RowBlock,
  bDtype: NumericDType,
  columns: number,
): boolean {
  for (let row = 0; row < a.rows; row++) {
    const left = rowOf(a, aDtype, row, columns);
    const right = rowOf(b, bDtype, row, columns);
    for (const [column, value] of left) {
      if (!isSame(value, right.get(column) ?? 0)) return false;
    }
    for (const [column, value] of right) {
      if (!left.has(column) && !isSame(value, 0)) return false;
    }
  }
  return true;
}

/** Values of a row by column, repeated entries summed; a column without one is zero. */
function rowOf(
  block: RowBlock,
  dtype: NumericDType,
  row: number,
  columns: number,
): ReadonlyMap<number, number | bigint> {
  return block.kind === 'csr' ? sparseRow(block, dtype, row) : denseRow(block, dtype, row, columns);
}

function sparseRow(block: CsrBlock, dtype: NumericDType, row: number) {
  const values = new Map<number, number | bigint>();
  for (let k = block.indptr[row] ?? 0; k < (block.indptr[row + 1] ?? 0); k++) {
    const column = block.indices[k] ?? 0;
    const value = valueAt(block.data, dtype, k);
    const before = values.get(column);
    values.set(column, before === undefined ? value : sum(before, value));
  }
  return values;
}

function denseRow(block: DenseBlock, dtype: NumericDType, row: number, columns: number) {
  const values = new Map<number, number | bigint>();
  for (let column = 0; column < columns; column++) {
    const value = valueAt(block.values, dtype, row * columns + column);
    if (!isSame(value, 0)) values.set(column, value);
  }
  return values;
}

function valueAt(values: NumericArray, dtype: NumericDType, i: number): number | bigint {
  const value = values[i] ?? 0;
  return dtype === 'float16' ? fromFloat16(Number(value)) : value;
}

const sum = (a: number | bigint, b: number | bigint): number | bigint =>
  typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b);

function isSame(a: number | bigint, b: number | bigint): boolean {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a === b;
  const [left, right] = [Number(a), Number(b)];
  return left === right || (Number.isNaN(left) && Number.isNaN(right));
}
