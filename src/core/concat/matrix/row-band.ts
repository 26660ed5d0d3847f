import { blockMemory } from '../../store/block-memory.ts';
import { bytesOf, itemSize, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { CsrBlock } from './block.ts';
import { giveKernels, type Kernels, Layout, takeKernels } from './kernel-memory.ts';

/** Entries that are given to a kernel at a time, so that they stay in the processor's cache. */
const BATCH = 32 * 1024;

/** Columns of a piece at most. */
export const COLUMNS_MAX = 16 * 1024;

/** Entries of consecutive columns, the last of which may go on in the next piece. */
export interface ColumnPiece {
  /** The first of the columns. */
  readonly column: number;
  /** Where each of them ends in `rows`. */
  readonly ends: Uint32Array;
  readonly rows: Int32Array;
  readonly values: NumericArray;
}

/** Neighbouring rows of a matrix whose entries come by columns. */
export class RowBand {
  readonly start: number;
  readonly stop: number;
  /** Entries of all rows. */
  readonly nnz: number;
  readonly #dtype: NumericDType;
  readonly #itemBytes: number;
  readonly #indptr: Float64Array;
  readonly #isSorted: boolean;
  readonly #kernels: Kernels;
  readonly #at: ReturnType<typeof layoutOf>;

  /**
   * @param counts entries of each row from `start` on
   * @param isSorted whether rows ascend within each column
   */
  constructor(dtype: NumericDType, start: number, counts: Uint32Array, isSorted: boolean) {
    this.start = start;
    this.stop = start + counts.length;
    this.#dtype = dtype;
    this.#itemBytes = itemSize(dtype);
    this.#isSorted = isSorted;
    this.#indptr = new Float64Array(counts.length + 1);
    counts.forEach((count, row) => {
      this.#indptr[row + 1] = (this.#indptr[row] ?? 0) + count;
    });
    this.nnz = this.#indptr.at(-1) ?? 0;
    this.#at = layoutOf(counts.length, this.nnz, this.#itemBytes);
    this.#kernels = takeKernels(this.#at.bytes);
    const next = new Uint32Array(this.#memory, this.#at.next, counts.length);
    next.set(this.#indptr.subarray(0, counts.length));
  }

  /**
   * Puts the entries of a piece that belong here into place; columns must come in order.
   * @returns how many; when more come than was said, it is none of the others
   */
  add({ column, ends, rows, values }: ColumnPiece): number {
    const at = this.#at;
    const size = this.#itemBytes;
    const memory = this.#memory;
    const batchEnds = new Uint32Array(memory, at.ends, ends.length);
    const from = bytesOf(values);
    let count = 0;
    for (let start = 0, first = 0; start < rows.length; start += BATCH) {
      const stop = Math.min(start + BATCH, rows.length);
      new Int32Array(memory, at.rows, stop - start).set(rows.subarray(start, stop));
      const bytes = from.subarray(start * size, stop * size);
      new Uint8Array(memory, at.values, bytes.length).set(bytes);
      let columns = 0;
      for (let end = 0; end < stop && first + columns < ends.length; columns++) {
        end = ends[first + columns] ?? 0;
        batchEnds[columns] = Math.min(end, stop) - start;
      }
      const placed = this.#kernels.scatter(
        ...[size, columns, column + first, at.ends, at.rows, at.values, Number(this.#isSorted)],
        ...[this.start, this.stop - this.start, at.next, at.entries, this.nnz],
      );
      if (placed < 0) return NaN;
      count += placed;
      // The last one may go on.
      const last = first + columns - 1;
      first = (ends[last] ?? 0) > stop ? last : last + 1;
    }
    return count;
  }

  /** Rows `[start, stop)` of the matrix, which are in the band. */
  read(start: number, stop: number): CsrBlock {
    const pointers = this.#indptr.subarray(start - this.start, stop - this.start + 1);
    const from = pointers[0] ?? 0;
    const to = pointers.at(-1) ?? 0;
    const size = this.#itemBytes;
    const at = this.#at;
    const indices = blockMemory.takeInt32(to - from);
    const data = blockMemory.take(this.#dtype, to - from);
    const dataBytes = bytesOf(data);
    for (let done = from; done < to; done += BATCH) {
      const count = Math.min(BATCH, to - done);
      const entries = at.entries + done * (4 + size);
      this.#kernels.gather(size, count, entries, at.rows, at.values);
      indices.set(new Int32Array(this.#memory, at.rows, count), done - from);
      dataBytes.set(new Uint8Array(this.#memory, at.values, count * size), (done - from) * size);
    }
    const indptr = pointers.map((pointer) => pointer - from);
    return { kind: 'csr', rows: stop - start, indptr, indices, data };
  }

  /** Lets the memory be used again; the band is void. */
  close(): void {
    giveKernels(this.#kernels);
  }

  get #memory(): ArrayBuffer {
    return this.#kernels.memory.buffer;
  }
}

/** Where the arrays of the kernels are. */
function layoutOf(rowCount: number, nnz: number, itemBytes: number) {
  const layout = new Layout();
  const ends = layout.take(4 * COLUMNS_MAX);
  const rows = layout.take(4 * BATCH);
  const values = layout.take(itemBytes * BATCH);
  const next = layout.take(4 * rowCount);
  const entries = layout.take((4 + itemBytes) * nnz);
  return { ends, rows, values, next, entries, bytes: layout.bytes };
}
