import type { SparseElem } from '../../anndata/elem.ts';
import type { Inputs } from '../inputs.ts';
import { COLUMNS_MAX, type ColumnPiece } from '../matrix/row-band.ts';
import { asInt32, checkIndices, entryBytes, Pointers, readPart } from './csr-rows.ts';

export interface ColumnSource {
  readonly inputs: Inputs;
  readonly input: number;
  /** A csc_matrix. */
  readonly elem: SparseElem;
}

/** Instead of values that nobody asks for. */
const NO_VALUES = new Uint8Array(0);

/**
 * One pass over all entries, in pieces of about `blockBytes`.
 * @param wanted `counts`: without values, but with a look at every index, which other passes leave out
 * @throws ElemUnreadableError also when an index lies outside the matrix
 * @throws CancelledError
 */
export async function* columnPieces(
  { inputs, input, elem }: ColumnSource,
  wanted: 'counts' | 'entries',
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ColumnPiece> {
  const columns = elem.shape[1];
  const pointers = new Pointers(inputs, input, elem, signal);
  const most = Math.max(1, Math.floor(blockBytes / entryBytes(elem)));
  const read = (name: 'indices' | 'data', from: number, to: number) =>
    readPart(inputs, input, elem, name, from, to, signal);
  for (let first = 0; first < columns;) {
    // The window moves on before it is used up, so it is copied.
    const window = (await pointers.slice(first, Math.min(columns, first + COLUMNS_MAX))).slice();
    const end = window.at(-1) ?? 0;
    let column = 0;
    for (let from = window[0] ?? 0; from < end; from += most) {
      const to = Math.min(from + most, end);
      const [indices, values] = await Promise.all([
        read('indices', from, to),
        wanted === 'entries' ? read('data', from, to) : NO_VALUES,
      ]);
      if (wanted === 'counts') checkIndices(inputs.paths[input], elem, indices);
      let stop = column;
      while ((window[stop] ?? end) < to) stop++;
      const ends = Uint32Array.from(window.subarray(column + 1, stop + 1), (pointer) =>
        Math.max(0, Math.min(pointer, to) - from),
      );
      yield { column: first + column, ends, rows: asInt32(indices), values };
      column = (window[stop] ?? 0) > to ? stop - 1 : stop;
    }
    first += window.length - 1;
  }
}
