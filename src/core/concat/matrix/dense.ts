import { blockMemory } from '../../store/block-memory.ts';
import { allocate, bytesOf, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import { oldPositions, type Reindexer } from '../reindexer.ts';
import type { DenseBlock } from './block.ts';
import { type Lanes, lanesOf, move } from './lanes.ts';

/**
 * Brings axis 1 of a block to the result's alt axis.
 * @param inner values per position of axis 1: 1 for a matrix, the product of further dimensions else
 * @param fill one value of the block's dtype for absent positions
 * @returns the same block when nothing changes
 */
export function reindexDense(
  block: DenseBlock,
  mapping: Reindexer,
  dtype: NumericDType,
  fill: NumericArray,
  inner: number,
): DenseBlock {
  if (mapping.noChange) return block;
  const columns = mapping.to * inner;
  const values = blockMemory.take(dtype, block.rows * columns);
  gather(lanesOf(values), lanesOf(block.values), lanesOf(fill), {
    rows: block.rows,
    old: oldPositions(mapping),
    sourceColumns: block.columns,
    inner,
  });
  return { kind: 'dense', rows: block.rows, columns, values };
}

/** Where the values of the result come from. */
interface Gathering {
  readonly rows: number;
  /** Position in the input of each of the result, negative for a fill value. */
  readonly old: Int32Array;
  readonly sourceColumns: number;
  readonly inner: number;
}

/** Fills the result in order. Most matrices have one lane a position: a loop of its own for them. */
function gather(
  { at: to, per }: Lanes,
  { at: from }: Lanes,
  { at: filling }: Lanes,
  { rows, old, sourceColumns, inner }: Gathering,
): void {
  const width = inner * per;
  const [first = 0] = filling;
  let target = 0;
  for (let row = 0; row < rows; row++) {
    const source = row * sourceColumns * per;
    for (let i = 0; i < old.length; i++) {
      const position = old[i] ?? -1;
      if (width === 1) {
        to[target++] = position < 0 ? first : (from[source + position] ?? 0);
        continue;
      }
      for (let k = 0; k < width; k++) {
        const value = position < 0 ? filling[k % per] : from[source + position * width + k];
        to[target++] = value ?? 0;
      }
    }
  }
}

/** Blocks with the same rows, side by side. */
export function stackColumnsDense(blocks: readonly DenseBlock[], dtype: NumericDType): DenseBlock {
  const rows = blocks[0]?.rows ?? 0;
  const columns = blocks.reduce((sum, block) => sum + block.columns, 0);
  const values = blockMemory.take(dtype, rows * columns);
  const to = bytesOf(values);
  let offset = 0;
  for (const block of blocks) {
    const from = bytesOf(block.values);
    const size = block.columns * values.BYTES_PER_ELEMENT;
    for (let row = 0; row < rows; row++) {
      const at = row * columns * values.BYTES_PER_ELEMENT + offset;
      to.set(from.subarray(row * size, (row + 1) * size), at);
    }
    offset += size;
  }
  return { kind: 'dense', rows, columns, values };
}

/** `rows` rows of `columns` values, all `fill`. */
export function filledDense(
  rows: number,
  columns: number,
  dtype: NumericDType,
  fill: NumericArray,
): DenseBlock {
  const values = allocate(dtype, rows * columns);
  const to = lanesOf(values);
  const from = lanesOf(fill);
  for (let i = 0; i < rows * columns; i++) move(to, i, from, 0);
  return { kind: 'dense', rows, columns, values };
}
