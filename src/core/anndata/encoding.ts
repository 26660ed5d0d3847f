import type { AttrsInput } from '../store/store.ts';
import type { NaValue, NullableElem } from './elem.ts';

/** `encoding-type` and `encoding-version` as anndata 0.8 and later write them. */
const encoded = (type: string, version: string): AttrsInput => ({
  'encoding-type': type,
  'encoding-version': version,
});

export const ARRAY = encoded('array', '0.2.0');
export const STRING_ARRAY = encoded('string-array', '0.2.0');
export const REC_ARRAY = encoded('rec-array', '0.2.0');
export const scalarAttrs = (encoding: 'numeric-scalar' | 'string' | 'null'): AttrsInput =>
  encoded(encoding, encoding === 'null' ? '0.1.0' : '0.2.0');
export const groupAttrs = (encoding: 'anndata' | 'dict' | 'raw'): AttrsInput =>
  encoded(encoding, '0.1.0');

/** The shape is int64, as numpy gives it. */
export const sparseAttrs = (
  encoding: 'csr_matrix' | 'csc_matrix',
  rows: number,
  columns: number,
): AttrsInput => ({
  ...encoded(encoding, '0.1.0'),
  shape: BigInt64Array.of(BigInt(rows), BigInt(columns)),
});

export const dataFrameAttrs = (index: string, columns: readonly string[]): AttrsInput => ({
  ...encoded('dataframe', '0.2.0'),
  _index: index,
  'column-order': columns,
});

export const categoricalAttrs = (ordered: boolean): AttrsInput => ({
  ...encoded('categorical', '0.2.0'),
  ordered,
});

export const nullableAttrs = (
  encoding: NullableElem['encoding'],
  naValue: NaValue = 'NA',
): AttrsInput => ({
  ...encoded(encoding, '0.1.0'),
  // Readers take NA where there is none, and anndata before 0.13 does not know it.
  ...(naValue === 'NaN' ? { 'na-value': naValue } : {}),
});

/** @param form as JSON */
export const awkwardAttrs = (form: string, length: number): AttrsInput => ({
  ...encoded('awkward-array', '0.1.0'),
  form,
  length,
});
