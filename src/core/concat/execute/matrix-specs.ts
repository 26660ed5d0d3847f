import { ARRAY } from '../../anndata/encoding.ts';
import { itemSize, type NumericDType } from '../../store/dtype.ts';
import type { ArraySpec, Compression } from '../../store/store.ts';
import type { Chunking } from '../chunking.ts';

export const INT32_MAX = 2 ** 31 - 1;
const NO_COMPRESSION: Compression = { id: 'none' };

/** The array of a dense matrix. */
export function denseSpec(
  chunking: Chunking,
  dtype: NumericDType,
  shape: readonly number[],
  wanted: Compression,
): ArraySpec {
  const [rows = 0, ...others] = shape;
  const compression = rows === 0 ? NO_COMPRESSION : wanted;
  const rowBytes = others.reduce((product, n) => product * n, itemSize(dtype));
  const chunkRows = Math.max(1, Math.floor(chunking.denseBytes / Math.max(1, rowBytes)));
  return {
    dtype: { kind: 'numeric', name: dtype },
    shape,
    growable: false,
    chunkRows: compression.id === 'none' ? null : Math.min(chunkRows, rows),
    compression,
    attrs: ARRAY,
  };
}

/**
 * The `data` or `indices` of a sparse matrix.
 * @param bound entries that there are at most
 */
export function entriesSpec(
  chunking: Chunking,
  dtype: NumericDType,
  bound: number,
  compression: Compression,
): ArraySpec {
  return {
    dtype: { kind: 'numeric', name: dtype },
    shape: [bound],
    growable: true,
    chunkRows: Math.max(1, Math.min(chunking.sparseEntries, bound)),
    compression,
    attrs: {},
  };
}

/** dtype of the `indptr` of a matrix of at most `bound` entries. */
export const pointerDtype = (bound: number): 'int32' | 'int64' =>
  bound > INT32_MAX ? 'int64' : 'int32';

/** The `indptr` of a sparse matrix of `major` rows (or columns). */
export const pointersSpec = (bound: number, major: number): ArraySpec => ({
  dtype: { kind: 'numeric', name: pointerDtype(bound) },
  shape: [major + 1],
  growable: false,
  chunkRows: null,
  compression: NO_COMPRESSION,
  attrs: {},
});

/** Ends of rows from the start of the whole matrix, as the values of its `indptr`. */
export function pointerValues(
  dtype: 'int32' | 'int64',
  ends: Float64Array,
): Int32Array | BigInt64Array {
  return dtype === 'int32' ? new Int32Array(ends) : BigInt64Array.from(ends, BigInt);
}
