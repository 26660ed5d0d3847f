import { bytesOf, itemSize, type NumericDType } from '../../store/dtype.ts';
import type { Reindexer } from '../reindexer.ts';
import { type CsrBlock, longestRow, makeRoom } from './block.ts';
import { giveKernels, type Kernels, Layout, takeKernels } from './kernel-memory.ts';

/** Entries that are worked on at a time, so that they stay in the processor's cache. */
const BATCH = 16 * 1024;
/** Rows at a time. */
const BATCH_ROWS = 4 * 1024;
/** Bytes of the kernels' memory, which is kept. */
const LIMIT = 16 * 1024 * 1024;

/**
 * Brings the columns of a block to others by a kernel in WebAssembly. Where the map ascends, the
 * entries of a row keep their order; otherwise they are sorted.
 * @param dtype of the block's values
 * @returns null where a row that is to be sorted has a column twice, or where the axes are too long
 *   for the memory of the kernels
 */
export function remapCsr(
  block: CsrBlock,
  mapping: Reindexer,
  dtype: NumericDType,
): CsrBlock | null {
  const itemBytes = itemSize(dtype);
  const at = layoutOf(mapping, itemBytes, Math.max(BATCH, longestRow(block)));
  if (at.bytes > LIMIT) return null;
  const kernels = takeKernels(at.bytes);
  try {
    return remapIn(kernels, at, block, mapping, dtype);
  } finally {
    giveKernels(kernels);
  }
}

function remapIn(
  { sort, keep, memory: { buffer: memory } }: Kernels,
  at: ReturnType<typeof layoutOf>,
  block: CsrBlock,
  mapping: Reindexer,
  dtype: NumericDType,
): CsrBlock | null {
  const itemBytes = itemSize(dtype);
  const bytesAt = (start: number, bytes: number) => new Uint8Array(memory, start, bytes);
  new Int32Array(memory, at.map, mapping.from).set(mapping.newPositions);
  bytesAt(at.marks, at.found - at.marks).fill(0);
  const ends = new Uint32Array(memory, at.ends, BATCH_ROWS);
  const newEnds = new Uint32Array(memory, at.newEnds, BATCH_ROWS);
  const from = { indices: bytesOf(block.indices), data: bytesOf(block.data) };
  const { data, indices, indptr } = makeRoom(block, dtype, 0);
  const to = { indices: bytesOf(indices), data: bytesOf(data) };
  let end = 0;
  for (let row = 0; row < block.rows;) {
    const start = block.indptr[row] ?? 0;
    const rows = batchFrom(block, row, ends);
    const stop = block.indptr[row + rows] ?? 0;
    bytesAt(at.indices, 4 * (stop - start)).set(from.indices.subarray(4 * start, 4 * stop));
    const values = from.data.subarray(itemBytes * start, itemBytes * stop);
    bytesAt(at.values, values.length).set(values);
    const input = [itemBytes, rows, at.ends, at.indices, at.values, at.map];
    const output = [at.newIndices, at.newValues, at.newEnds];
    const count = mapping.monotonic
      ? keep(...input, ...output)
      : sort(...input, at.marks, at.marksEnd, at.found, ...output);
    if (count < 0) return null;
    to.indices.set(bytesAt(at.newIndices, 4 * count), 4 * end);
    to.data.set(bytesAt(at.newValues, itemBytes * count), itemBytes * end);
    for (let i = 0; i < rows; i++) indptr[row + i + 1] = end + (newEnds[i] ?? 0);
    end += count;
    row += rows;
  }
  const kept = { indices: indices.subarray(0, end), data: data.subarray(0, end) };
  return { kind: 'csr', rows: block.rows, indptr, ...kept };
}

/** Where the arrays of the kernels are. */
function layoutOf({ from, to, monotonic }: Reindexer, itemBytes: number, entries: number) {
  const layout = new Layout();
  const map = layout.take(4 * from);
  const marks = layout.take(monotonic ? 0 : 8 * Math.ceil(to / 64));
  const marksEnd = marks + (monotonic ? 0 : 8 * Math.ceil(to / 64));
  const found = layout.take(monotonic ? 0 : itemBytes * to);
  const [ends, newEnds] = [layout.take(4 * BATCH_ROWS), layout.take(4 * BATCH_ROWS)];
  // One more: what a row leaves out is written, too.
  const [indices, newIndices] = [layout.take(4 * entries), layout.take(4 * (entries + 1))];
  const values = layout.take(itemBytes * entries);
  const newValues = layout.take(itemBytes * (entries + 1));
  const { bytes } = layout;
  return {
    ...{ map, marks, marksEnd, found, ends, newEnds },
    ...{ indices, newIndices, values, newValues, bytes },
  };
}

/**
 * At least one row from `first` on, and as many as fit a batch.
 * @param ends receives where they end, from the start of the first of them
 */
function batchFrom({ rows, indptr }: CsrBlock, first: number, ends: Uint32Array): number {
  const start = indptr[first] ?? 0;
  let row = first;
  for (; row < rows && row - first < BATCH_ROWS; row++) {
    const end = (indptr[row + 1] ?? 0) - start;
    if (end > BATCH && row > first) break;
    ends[row - first] = end;
  }
  return row - first;
}
