/** Codicons by encoding-type. */
const BY_ENCODING: Readonly<Record<string, string>> = {
  anndata: 'database',
  raw: 'archive',
  dataframe: 'table',
  csr_matrix: 'graph-scatter',
  csc_matrix: 'graph-scatter',
  array: 'symbol-array',
  'rec-array': 'symbol-structure',
  'string-array': 'symbol-string',
  categorical: 'symbol-enum',
  category: 'symbol-enum-member',
  'nullable-integer': 'symbol-numeric',
  'nullable-boolean': 'symbol-boolean',
  'nullable-string-array': 'symbol-string',
  'numeric-scalar': 'symbol-constant',
  string: 'symbol-key',
  null: 'circle-slash',
  dict: 'symbol-namespace',
};

/** Name of the codicon of an element that can be read. */
export function encodingIcon(encoding: string, hasChildren: boolean): string {
  const icon = Object.hasOwn(BY_ENCODING, encoding) ? BY_ENCODING[encoding] : undefined;
  return icon ?? (hasChildren ? 'symbol-namespace' : 'symbol-array');
}
