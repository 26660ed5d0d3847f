import type { SparseElem } from '../../anndata/elem.ts';
import { ElemUnreadableError } from '../../errors.ts';
import { blockMemory } from '../../store/block-memory.ts';
import { itemSize } from '../../store/dtype.ts';
import { ahead } from '../ahead.ts';
import type { Inputs } from '../inputs.ts';
import type { CsrBlock } from '../matrix/block.ts';
import { type ColumnPiece, RowBand } from '../matrix/row-band.ts';
import { columnPieces } from './column-pieces.ts';
import { entryBytes } from './csr-rows.ts';
import type { RowReader } from './row-reader.ts';

/**
 * Rows of a csc_matrix: an external transpose. Rows are made in bands that fit the memory given,
 * each by one pass over the matrix, in which the entries of its rows are put into place. Columns
 * ascend within a pass, so the rows come out sorted.
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
  #band: RowBand | null = null;

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
    const held = this.#band;
    const isHeld = held !== null && start >= held.start && stop <= held.stop;
    const band = isHeld ? held : await this.#loadBand(start, stop);
    const block = band.read(start, stop);
    // The next matrix can have its memory.
    if (stop === this.rows) this.#dropBand();
    return block;
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
    if (this.#counts !== null) return this.#counts;
    const counts = new Uint32Array(this.rows);
    let lastColumn = -1;
    let last = -1;
    for await (const { column, ends, rows } of this.#pieces('counts')) {
      let from = 0;
      for (const [i, end] of ends.entries()) {
        if (from === end) continue;
        const first = column + i === lastColumn ? last : -1;
        if (!countInto(counts, rows, from, end, first)) this.#isSorted = false;
        lastColumn = column + i;
        last = rows[end - 1] ?? 0;
        from = end;
      }
      blockMemory.give(rows);
    }
    this.#counts = counts;
    return counts;
  }

  async #loadBand(start: number, stop: number): Promise<RowBand> {
    const counts = await this.#countRows();
    // So that there are never two.
    this.#dropBand();
    // Of a band, the values and the columns are held.
    const { dtype } = this.#elem;
    const most = this.#bandBytes / (itemSize(dtype) + 4);
    const rows = Math.max(stop - start, this.#fitting(counts, start, most));
    const band = new RowBand(dtype, start, counts.subarray(start, start + rows), this.#isSorted);
    let count = 0;
    try {
      for await (const piece of this.#pieces('entries')) {
        count += band.add(piece);
        blockMemory.give(piece.rows);
        blockMemory.give(piece.values);
      }
      if (count !== band.nnz) throw this.#changed();
    } catch (error) {
      band.close();
      throw error;
    }
    this.#band = band;
    return band;
  }

  #pieces(wanted: 'counts' | 'entries'): AsyncIterable<ColumnPiece> {
    const source = { inputs: this.#inputs, input: this.#input, elem: this.#elem };
    return ahead(columnPieces(source, wanted, this.#blockBytes, this.#signal));
  }

  #dropBand(): void {
    this.#band?.close();
    this.#band = null;
  }

  #changed(): ElemUnreadableError {
    const path = this.#inputs.paths[this.#input];
    const reason = 'its rows are others than they were when they were counted';
    return new ElemUnreadableError({ path, elem: this.#elem.path, reason });
  }
}

/**
 * Counts rows `[from, to)` of the list, which are of one column and come after `last`.
 * @returns whether they ascend
 */
function countInto(
  counts: Uint32Array,
  rows: Int32Array,
  from: number,
  to: number,
  last: number,
): boolean {
  let descents = 0;
  let previous = last;
  for (let k = from; k < to; k++) {
    const row = rows[k] ?? 0;
    if (row < previous) descents++;
    previous = row;
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return descents === 0;
}
