import type { MatrixElem, SparseElem } from '../../anndata/elem.ts';
import type { NumericDType } from '../../store/dtype.ts';
import type { RowBlock } from '../matrix/block.ts';
import { fillScalar } from '../matrix/convert.ts';
import { reindexCsr } from '../matrix/csr.ts';
import { reindexDense } from '../matrix/dense.ts';
import { filledDenseDtype, NAN } from '../matrix/fill.ts';
import { oldPositions, type Reindexer } from '../reindexer.ts';
import { GatheredRows } from './gathered-rows.ts';
import { bytesPerRow, openRows, type Reading } from './open-rows.ts';
import type { RowReader } from './row-reader.ts';

/** An elem of varm or varp (axis obs) that is brought to the joined names of the alt axis. */
export interface Aligned {
  readonly input: number;
  readonly elem: MatrixElem;
  readonly mapping: Reindexer;
  /** Both axes are the alt axis (varp). */
  readonly isPairwise: boolean;
}

/**
 * dtype after reindexing, or null where it would be Python objects: absent values are NaN in an
 * array and not stored in a sparse matrix, whatever `fill_value` says.
 */
export function alignedDtype({ elem, mapping }: Aligned): NumericDType | null {
  if (elem.shape[0] === 0 && mapping.to > 0) return 'float64';
  const isFilled = !mapping.noChange && mapping.absent.length > 0;
  return elem.encoding === 'array' && isFilled ? filledDenseDtype(elem.dtype, NAN) : elem.dtype;
}

/** Shape after reindexing. */
export function alignedShape({ elem, mapping, isPairwise }: Aligned): readonly number[] {
  return [mapping.to, ...(isPairwise ? [mapping.to] : elem.shape.slice(1))];
}

/** Rows of the elem in the order of the joined names. */
export function alignedRows(reading: Reading, aligned: Aligned, dtype: NumericDType): RowReader {
  const { input, elem, mapping, isPairwise } = aligned;
  const isDense = elem.encoding === 'array';
  const reader = openRows(reading, input, elem, dtype, false);
  const columns = elem.shape.slice(1).reduce((product, extent) => product * extent, 1);
  const fill = fillScalar(NAN, dtype);
  const rows = mapping.noChange
    ? reader
    : new GatheredRows({
        reader,
        positions: oldPositions(mapping),
        columns,
        bytesPerRow: bytesPerRow(elem),
        dtype,
        fill: isDense ? fill : null,
        isDense,
      });
  return isPairwise ? mapped(rows, (block) => reindexColumns(block, mapping, dtype)) : rows;
}

/** A csc_matrix as the csr_matrix of its transpose, which is the same three arrays. */
export const transposed = (elem: SparseElem): SparseElem => ({
  ...elem,
  encoding: elem.encoding === 'csc_matrix' ? 'csr_matrix' : 'csc_matrix',
  shape: [elem.shape[1], elem.shape[0]],
});

/** Columns of a csc_matrix in the order of the joined names: rows of the transpose of the result. */
export function alignedColumns(
  reading: Reading,
  { input, elem, mapping, isPairwise }: Aligned & { readonly elem: SparseElem },
  dtype: NumericDType,
): RowReader {
  const turned = transposed(elem);
  const reader = openRows(reading, input, turned, dtype, true);
  const columns =
    isPairwise && !mapping.noChange
      ? new GatheredRows({
          reader,
          positions: oldPositions(mapping),
          columns: turned.shape[1],
          bytesPerRow: bytesPerRow(turned),
          dtype,
          fill: null,
          isDense: false,
        })
      : reader;
  return mapped(columns, (block) => reindexColumns(block, mapping, dtype));
}

function reindexColumns(block: RowBlock, mapping: Reindexer, dtype: NumericDType): RowBlock {
  return block.kind === 'csr'
    ? reindexCsr(block, mapping, dtype, null)
    : reindexDense(block, mapping, dtype, fillScalar(NAN, dtype), 1);
}

const mapped = (reader: RowReader, change: (block: RowBlock) => RowBlock): RowReader => ({
  rows: reader.rows,
  rowsWithin: (start, bytes) => reader.rowsWithin(start, bytes),
  read: async (start, stop) => change(await reader.read(start, stop)),
});
