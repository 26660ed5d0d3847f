import type { ColumnElem } from '../../anndata/elem.ts';
import { allocate, bytesOf, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import { Utf8Array } from '../../store/utf8.ts';
import { readCategories } from '../categories.ts';
import { columnValues, type ColumnValues } from '../column-values.ts';
import type { Inputs } from '../inputs.ts';
import { lanesOf, move } from '../matrix/lanes.ts';
import { isInteger } from '../matrix/promote.ts';
import { isCategorical, isNullable, isNullableString } from '../plan/column-target.ts';
import { oldPositions, type Reindexer } from '../reindexer.ts';

/** A column of the alt axis, in the order of the result's names. As long as that axis. */
export interface AlignedColumn {
  readonly elem: ColumnElem;
  readonly values: ColumnValues;
  /** pandas' dtype after reindexing: equal columns have equal dtypes. */
  readonly pandasDtype: string;
}

/** Reads a column of input `i` and brings its rows to the names of the result. */
export async function alignColumn(
  inputs: Inputs,
  i: number,
  elem: ColumnElem,
  mapping: Reindexer,
  blockBytes: number,
  signal: AbortSignal | undefined,
): Promise<AlignedColumn> {
  const blocks: ColumnValues[] = [];
  for await (const block of columnValues(inputs, i, elem, blockBytes, signal)) blocks.push(block);
  if (blocks.length === 0) blocks.push(await emptyColumn(inputs, i, elem, signal));
  const values = take(joinBlocks(blocks), oldPositions(mapping));
  return { elem, values, pandasDtype: pandasDtype(elem, mapping.absent.length > 0) };
}

/** pandas' dtype of a column, and what reindexing to names it lacks makes of it. */
export function pandasDtype(elem: ColumnElem, hasAbsent: boolean): string {
  switch (elem.encoding) {
    case 'array':
      if (!hasAbsent) return elem.dtype;
      if (elem.dtype === 'bool') return 'object of bool';
      return isInteger(elem.dtype) ? 'float64' : elem.dtype;
    case 'string-array':
      return 'object';
    case 'categorical':
      return elem.ordered ? 'ordered category' : 'category';
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return `nullable ${elem.dtype.kind === 'numeric' ? elem.dtype.name : 'string'}`;
  }
}

/** Joins neighbours pair by pair, so that each value is copied a logarithmic number of times. */
function joinBlocks(blocks: readonly ColumnValues[]): ColumnValues {
  const [first, second] = blocks;
  if (first === undefined) throw new RangeError('no blocks to join');
  if (second === undefined) return first;
  const joined: ColumnValues[] = [];
  for (let i = 0; i < blocks.length; i += 2) {
    const [left, right] = blocks.slice(i, i + 2);
    if (left !== undefined) joined.push(right === undefined ? left : join(left, right));
  }
  return joinBlocks(joined);
}

/** A column without rows, which has categories all the same. */
async function emptyColumn(
  inputs: Inputs,
  i: number,
  elem: ColumnElem,
  signal: AbortSignal | undefined,
): Promise<ColumnValues> {
  if (isCategorical(elem)) {
    const categories = await readCategories(inputs, i, elem, signal);
    return { kind: 'codes', codes: new Int32Array(0), categories };
  }
  const missing = null;
  if (elem.encoding === 'string-array' || isNullableString(elem)) {
    return { kind: 'text', values: Utf8Array.from([]), missing };
  }
  const dtype = dtypeOf(elem);
  return { kind: 'numeric', dtype, values: allocate(dtype, 0), missing };
}

function dtypeOf(elem: ColumnElem): NumericDType {
  if (elem.encoding === 'array') return elem.dtype;
  return isNullable(elem) && elem.dtype.kind === 'numeric' ? elem.dtype.name : 'float64';
}

/** Appends a block of the same column. */
function join(a: ColumnValues, b: ColumnValues): ColumnValues {
  if (a.kind === 'codes' && b.kind === 'codes') {
    const codes = new Int32Array(a.codes.length + b.codes.length);
    codes.set(a.codes);
    codes.set(b.codes, a.codes.length);
    return { ...a, codes };
  }
  if (a.kind === 'text' && b.kind === 'text') {
    return { ...a, values: a.values.concat(b.values), missing: joinFlags(a, b) };
  }
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    const values = allocate(a.dtype, a.values.length + b.values.length);
    const bytes = bytesOf(values);
    bytes.set(bytesOf(a.values));
    bytes.set(bytesOf(b.values), a.values.byteLength);
    return { ...a, values, missing: joinFlags(a, b) };
  }
  throw new TypeError('blocks of one column differ in kind');
}

type Flagged = Exclude<ColumnValues, { kind: 'codes' }>;
function joinFlags(a: Flagged, b: Flagged): Uint8Array | null {
  if (a.missing === null || b.missing === null) return null;
  const flags = new Uint8Array(a.missing.length + b.missing.length);
  flags.set(a.missing);
  flags.set(b.missing, a.missing.length);
  return flags;
}

/** Rows at the given positions; -1 is missing. */
function take(column: ColumnValues, positions: Int32Array): ColumnValues {
  if (column.kind === 'codes') {
    return { ...column, codes: positions.map((row) => (row < 0 ? -1 : (column.codes[row] ?? -1))) };
  }
  const { missing: before } = column;
  const isAnyMissing = before !== null || positions.includes(-1);
  const missing = isAnyMissing
    ? Uint8Array.from(positions, (row) => (row < 0 || before?.[row] === 1 ? 1 : 0))
    : null;
  return column.kind === 'text'
    ? { ...column, values: column.values.take(positions), missing }
    : { ...column, values: takeNumbers(column.dtype, column.values, positions), missing };
}

function takeNumbers(
  dtype: NumericDType,
  values: NumericArray,
  positions: Int32Array,
): NumericArray {
  const out = allocate(dtype, positions.length);
  const to = lanesOf(out);
  const from = lanesOf(values);
  positions.forEach((row, i) => {
    if (row >= 0) move(to, i, from, row);
  });
  return out;
}
