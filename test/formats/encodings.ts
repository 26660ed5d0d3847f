/**
 * A row of the table of encodings in docs/formats.md, and where the stores of
 * `test/generations/write.py` hold such an elem.
 */
export interface EncodingRow {
  readonly row: string;
  /** encoding-type as it is stored. */
  readonly encoding: string;
  readonly path: string;
}

const at = (row: string, encoding: string, path: string): EncodingRow => ({ row, encoding, path });

export const ENCODINGS: readonly EncodingRow[] = [
  at('anndata', 'anndata', ''),
  at('raw', 'raw', 'raw'),
  at('dict', 'dict', 'uns/nested/deeper'),
  at('dataframe', 'dataframe', 'obs'),
  at('csr_matrix', 'csr_matrix', 'X'),
  at('csc_matrix', 'csc_matrix', 'uns/by column'),
  at('array: integers', 'array', 'obs/i8'),
  at('array: floats', 'array', 'obsm/X_pca'),
  at('array: float16', 'array', 'uns/half'),
  at('array: bool', 'array', 'obs/bool'),
  at('array: complex', 'array', 'uns/complex'),
  at('array: three dimensions', 'array', 'uns/nested/deeper/cube'),
  at('array: without entries', 'array', 'uns/none so far'),
  at('string-array', 'string-array', 'uns/texts'),
  at('categorical', 'categorical', 'obs/category'),
  at('categorical, ordered', 'categorical', 'obs/ordered'),
  at('categorical of numbers', 'categorical', 'obs/numbers'),
  at('nullable-integer', 'nullable-integer', 'obs/integers'),
  at('nullable-boolean', 'nullable-boolean', 'obs/booleans'),
  at('nullable-string-array', 'nullable-string-array', 'uns/table/strings'),
  at('rec-array', 'rec-array', 'uns/named records'),
  at('awkward-array', 'awkward-array', 'obsm/lists'),
  at('numeric-scalar', 'numeric-scalar', 'uns/int'),
  at('string', 'string', 'uns/text'),
  at('null', 'null', 'uns/nothing'),
];
