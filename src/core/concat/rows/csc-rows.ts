import type { SparseElem } from '../../anndata/elem.ts';
import { throwIfCancelled } from '../../errors.ts';
import { blockMemory } from '../../store/block-memory.ts';
import { allocate, itemSize, type NumericArray } from '../../store/dtype.ts';
import type { Inputs } from '../inputs.ts';
import type { CsrBlock } from '../matrix/block.ts';
import { lanesOf, move } from '../matrix/lanes.ts';
import { entryBytes, Pointers, readEntries } from './csr-rows.ts';
import type { RowReader } from './row-reader.ts';

const NO_ROWS: CsrBlock = {
  kind: 'csr',
  rows: 0,
  indptr: new Float64Array(1),
  indices: new Int32Array(0),
  data: new Uint8Array(0),
};

/**
 * Rows of a csc_matrix: an external transpose. Rows are made in bands that fit the memory given,
 * each by one pass over the matrix, in which the entries of its rows are sorted into place: those of
 * a column lie together where its rows ascend. Columns ascend within a pass, so the rows come out
 * sorted.
 */
export class CscRows implements RowReader {
  readonly rows: number;
  readonly #inputs: Inputs;
  readonly #input: number;
  readonly #elem: SparseElem;
  readonly #bandBytes: number;
  readonly #blockBytes: number;
  readonly #signal: AbortSignal | undefined;
  #counts: Uint32Array | null = null;
  /** Whether rows ascend within every column, as they nearly always do. */
  #isSorted = true;
  #bandStart = 0;
  #band = NO_ROWS;

  constructor(
    inputs: Inputs,
    input: number,
    elem: SparseElem,
    bandBytes: number,
    blockBytes: number,
    signal: AbortSignal | undefined,
  ) {
    this.rows = elem.shape[0];
    this.#inputs = inputs;
    this.#input = input;
    this.#elem = elem;
    this.#bandBytes = bandBytes;
    this.#blockBytes = blockBytes;
    this.#signal = signal;
  }

  async rowsWithin(start: number, bytes: number): Promise<number> {
    const counts = await this.#countRows();
    return this.#fitting(counts, start, bytes / entryBytes(this.#elem));
  }

  async read(start: number, stop: number): Promise<CsrBlock> {
    const isHeld = start >= this.#bandStart && stop <= this.#bandStart + this.#band.rows;
    if (!isHeld) await this.#loadBand(start, stop);
    const first = start - this.#bandStart;
    const pointers = this.#band.indptr.subarray(first, first + stop - start + 1);
    const from = pointers[0] ?? 0;
    const to = pointers.at(-1) ?? 0;
    return {
      kind: 'csr',
      rows: stop - start,
      indptr: pointers.map((pointer) => pointer - from),
      indices: this.#band.indices.subarray(from, to),
      data: this.#band.data.subarray(from, to),
    };
  }

  /** Rows from `start` on, at least one, with at most so many entries. */
  #fitting(counts: Uint32Array, start: number, limit: number): number {
    let entries = 0;
    let row = start;
    while (row < this.rows) {
      entries += (counts[row] ?? 0) + 1;
      if (entries > limit && row > start) break;
      row++;
    }
    return row - start;
  }

  async #countRows(): Promise<Uint32Array> {
    if (this.#counts === null) {
      const counts = new Uint32Array(this.rows);
      let lastColumn = -1;
      let last = -1;
      await this.#scan((column, rows, _, from, to) => {
        if (column !== lastColumn) last = -1;
        lastColumn = column;
        for (let k = from; k < to; k++) {
          const row = rows[k] ?? 0;
          if (row < last) this.#isSorted = false;
          last = row;
          counts[row] = (counts[row] ?? 0) + 1;
        }
      });
      this.#counts = counts;
    }
    return this.#counts;
  }

  async #loadBand(start: number, stop: number): Promise<void> {
    // So that there are never two.
    this.#band = NO_ROWS;
    const counts = await this.#countRows();
    this.#band = NO_ROWS;
    // Of a band, the values and the columns are held.
    const most = this.#bandBytes / (itemSize(this.#elem.dtype) + 4);
    const rows = Math.max(stop - start, this.#fitting(counts, start, most));
    const indptr = new Float64Array(rows + 1);
    for (let i = 0; i < rows; i++) indptr[i + 1] = (indptr[i] ?? 0) + (counts[start + i] ?? 0);
    const nnz = indptr[rows] ?? 0;
    const next = indptr.slice();
    const indices = new Int32Array(nnz);
    const data = allocate(this.#elem.dtype, nnz);
    const to = lanesOf(data);
    const end = start + rows;
    await this.#scan((column, found, values, first, last) => {
      const from = lanesOf(values);
      let k = this.#isSorted ? lowerBound(found, first, last, start) : first;
      for (; k < last; k++) {
        const row = found[k] ?? 0;
        if (row >= end) {
          if (this.#isSorted) break;
          continue;
        }
        if (row < start) continue;
        const at = next[row - start] ?? 0;
        indices[at] = column;
        move(to, at, from, k);
        next[row - start] = at + 1;
      }
    });
    this.#band = { kind: 'csr', rows, indptr, indices, data };
    this.#bandStart = start;
  }

  /** One pass over all entries, in pieces of a column each. */
  async #scan(visit: Visit): Promise<void> {
    const columns = this.#elem.shape[1];
    const pointers = new Pointers(this.#inputs, this.#input, this.#elem, this.#signal);
    const most = Math.max(1, Math.floor(this.#blockBytes / entryBytes(this.#elem)));
    for (let first = 0; first < columns;) {
      // The window moves on before it is used up, so it is copied.
      const window = (await pointers.slice(first, columns)).slice();
      const end = window.at(-1) ?? 0;
      let column = 0;
      for (let from = window[0] ?? 0; from < end; from += most) {
        throwIfCancelled(this.#signal);
        const to = Math.min(from + most, end);
        const [rows, values] = await readEntries(
          this.#inputs,
          this.#input,
          this.#elem,
          from,
          to,
          this.#signal,
        );
        for (; column < window.length - 1; column++) {
          const columnEnd = window[column + 1] ?? 0;
          const piece = Math.max(from, window[column] ?? 0);
          const pieceEnd = Math.min(to, columnEnd);
          if (piece < pieceEnd) visit(first + column, rows, values, piece - from, pieceEnd - from);
          if (columnEnd > to) break;
        }
        blockMemory.give(rows);
        blockMemory.give(values);
      }
      first += window.length - 1;
    }
  }
}

/** Entries `[from, to)` of `rows` and `values` are of one column. */
type Visit = (
  column: number,
  rows: Int32Array,
  values: NumericArray,
  from: number,
  to: number,
) => void;

/** The first of the ascending `rows[from .. to)` that is not below `row`. */
function lowerBound(rows: Int32Array, from: number, to: number, row: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
