import { blockMemory } from '../../store/block-memory.ts';
import { allocate, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { Reindexer } from '../reindexer.ts';
import { type CsrBlock, type DenseBlock, longestRow, makeRoom } from './block.ts';
import { lanesOf, move } from './lanes.ts';
import { remapCsr } from './remap.ts';
import { FILLED, RowSorter } from './row-sorter.ts';

/**
 * Brings the columns of a block to the result's alt axis. Rows come out sorted when they were, or
 * when columns change places; repeated entries of a column stay repeated, as in the input.
 * @param fill one value of the block's dtype for absent columns, or null to leave them unstored
 * @returns the same block when nothing changes
 */
export function reindexCsr(
  block: CsrBlock,
  mapping: Reindexer,
  dtype: NumericDType,
  fill: NumericArray | null,
): CsrBlock {
  if (mapping.noChange) return block;
  const filled = fill === null ? new Int32Array(0) : mapping.absent;
  const remapped = filled.length === 0 ? remapCsr(block, mapping, dtype) : null;
  if (remapped !== null) return remapped;
  return mapping.monotonic && filled.length === 0
    ? mapInOrder(block, mapping, dtype)
    : mapAndSort(block, mapping, dtype, filled, fill);
}

function mapInOrder(block: CsrBlock, { newPositions }: Reindexer, dtype: NumericDType): CsrBlock {
  const { rows } = block;
  const { data, indices, indptr } = makeRoom(block, dtype, 0);
  const to = lanesOf(data);
  const from = lanesOf(block.data);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const rowEnd = block.indptr[row + 1] ?? 0;
    for (let k = block.indptr[row] ?? 0; k < rowEnd; k++) {
      const column = newPositions[block.indices[k] ?? 0] ?? -1;
      if (column < 0) continue;
      indices[end] = column;
      move(to, end, from, k);
      end++;
    }
    indptr[row + 1] = end;
  }
  const kept = { indices: indices.subarray(0, end), data: data.subarray(0, end) };
  return { kind: 'csr', rows, indptr, ...kept };
}

function mapAndSort(
  block: CsrBlock,
  { newPositions, to: width }: Reindexer,
  dtype: NumericDType,
  filled: Int32Array,
  fill: NumericArray | null,
): CsrBlock {
  const { rows } = block;
  const { data, indices, indptr } = makeRoom(block, dtype, rows * filled.length);
  const to = lanesOf(data);
  const from = lanesOf(block.data);
  const filling = lanesOf(fill ?? allocate(dtype, 1));
  const sorter = new RowSorter(newPositions, width, filled);
  const sources = new Int32Array(longestRow(block) + filled.length);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const start = block.indptr[row] ?? 0;
    const stop = block.indptr[row + 1] ?? 0;
    const count = sorter.sort(block.indices, start, stop, indices.subarray(end), sources);
    for (let i = 0; i < count; i++, end++) {
      const source = sources[i] ?? FILLED;
      if (source === FILLED) move(to, end, filling, 0);
      else move(to, end, from, source);
    }
    indptr[row + 1] = end;
  }
  const kept = { indices: indices.subarray(0, end), data: data.subarray(0, end) };
  return { kind: 'csr', rows, indptr, ...kept };
}

/** Blocks side by side: all have the same rows, block `i` starts at column `offsets[i]`. */
export function stackColumnsCsr(
  blocks: readonly CsrBlock[],
  offsets: readonly number[],
  dtype: NumericDType,
): CsrBlock {
  const rows = blocks[0]?.rows ?? 0;
  const nnz = blocks.reduce((sum, block) => sum + (block.indptr[rows] ?? 0), 0);
  const data = blockMemory.take(dtype, nnz);
  const indices = blockMemory.takeInt32(nnz);
  const indptr = new Float64Array(rows + 1);
  const to = lanesOf(data);
  const sources = blocks.map((block, i) => ({
    block,
    offset: offsets[i] ?? 0,
    lanes: lanesOf(block.data),
  }));
  let end = 0;
  for (let row = 0; row < rows; row++) {
    for (const { block, offset, lanes } of sources) {
      const rowEnd = block.indptr[row + 1] ?? 0;
      for (let k = block.indptr[row] ?? 0; k < rowEnd; k++) {
        indices[end] = (block.indices[k] ?? 0) + offset;
        move(to, end, lanes, k);
        end++;
      }
    }
    indptr[row + 1] = end;
  }
  return { kind: 'csr', rows, indptr, indices, data };
}

/** Stored entries of a dense block as `scipy.sparse.csr_matrix(dense)` keeps them: all but zeros. */
export function csrFromDense(block: DenseBlock, dtype: NumericDType): CsrBlock {
  const { rows, columns, values } = block;
  const isZero = zeroTest(values, dtype);
  const indptr = new Float64Array(rows + 1);
  let nnz = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = row * columns; i < (row + 1) * columns; i++) if (!isZero(i)) nnz++;
    indptr[row + 1] = nnz;
  }
  const data = allocate(dtype, nnz);
  const indices = new Int32Array(nnz);
  const to = lanesOf(data);
  const from = lanesOf(values);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = row * columns + column;
      if (isZero(i)) continue;
      indices[end] = column;
      move(to, end, from, i);
      end++;
    }
  }
  return { kind: 'csr', rows, indptr, indices, data };
}

function zeroTest(values: NumericArray, dtype: NumericDType): (i: number) => boolean {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return (i) => values[i] === 0n;
  }
  // Half floats are raw bits: minus zero is a zero too.
  if (dtype === 'float16') return (i) => ((values[i] ?? 0) & 0x7fff) === 0;
  return (i) => values[i] === 0;
}

/** `rows` rows in which each of `columns` columns holds `fill`, or no entry where `fill` is null. */
export function filledCsr(
  rows: number,
  columns: number,
  dtype: NumericDType,
  fill: NumericArray | null,
): CsrBlock {
  const width = fill === null ? 0 : columns;
  const data = allocate(dtype, rows * width);
  if (fill !== null) {
    const to = lanesOf(data);
    const from = lanesOf(fill);
    for (let i = 0; i < rows * width; i++) move(to, i, from, 0);
  }
  const indices = Int32Array.from({ length: rows * width }, (_, i) => i % width);
  const indptr = Float64Array.from({ length: rows + 1 }, (_, row) => row * width);
  return { kind: 'csr', rows, indptr, indices, data };
}
