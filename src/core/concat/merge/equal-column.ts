import type { NumericArray } from '../../store/dtype.ts';
import { fromFloat16 } from '../../store/float16.ts';
import type { Block } from '../../store/store.ts';
import type { Utf8Array } from '../../store/utf8.ts';
import { Utf8Dictionary } from '../../store/utf8-dictionary.ts';
import type { ColumnValues } from '../column-values.ts';
import type { AlignedColumn } from './aligned-column.ts';

/**
 * `pandas.Series.equals`: equal dtypes, and equal values with missing ones in the same places.
 * Unordered categories may stand in any order, ordered ones may not.
 */
export function equalColumns(a: AlignedColumn, b: AlignedColumn): boolean {
  if (a.pandasDtype !== b.pandasDtype) return false;
  return equalValues(a.values, b.values, a.pandasDtype === 'ordered category');
}

/** Equal values of one kind, whatever their dtypes; see `equalColumns`. */
export function equalValues(a: ColumnValues, b: ColumnValues, isOrdered: boolean): boolean {
  if (a.kind === 'codes' && b.kind === 'codes') {
    const codes = categoryMap(a.categories, b.categories, isOrdered);
    if (codes === null || a.codes.length !== b.codes.length) return false;
    return a.codes.every((code, i) => {
      const other = b.codes[i] ?? -1;
      return code === (other < 0 ? -1 : codes[other]);
    });
  }
  if (a.kind === 'text' && b.kind === 'text') {
    const [left, right] = [a.values, b.values];
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) {
      if (flag(a, i) !== flag(b, i)) return false;
      if (!flag(a, i) && !equalText(left, i, right, i)) return false;
    }
    return true;
  }
  return a.kind === 'numeric' && b.kind === 'numeric' && equalNumbers(a, b);
}

type Flagged = Exclude<ColumnValues, { kind: 'codes' }>;
const flag = (column: Flagged, i: number): boolean => column.missing?.[i] === 1;

function equalNumbers(
  a: ColumnValues & { kind: 'numeric' },
  b: ColumnValues & { kind: 'numeric' },
): boolean {
  if (a.values.length !== b.values.length) return false;
  const left = reader(a);
  const right = reader(b);
  for (let i = 0; i < a.values.length; i++) {
    const x = left(i);
    const y = right(i);
    // NaN equals NaN here, and a gap equals NaN once reindexing has made floats of integers.
    const isSame = x === y || Number(x) === Number(y) || (Number.isNaN(x) && Number.isNaN(y));
    if (!isSame || (typeof x === 'bigint' && typeof y === 'bigint' && x !== y)) return false;
  }
  return true;
}

function reader(column: ColumnValues & { kind: 'numeric' }): (i: number) => number | bigint {
  const { values, dtype } = column;
  return (i) => {
    if (flag(column, i)) return NaN;
    const value = values[i] ?? 0;
    return dtype === 'float16' ? fromFloat16(Number(value)) : value;
  };
}

const equalText = (a: Utf8Array, i: number, b: Utf8Array, j: number): boolean =>
  Buffer.compare(a.slice(i), b.slice(j)) === 0;

/** Code in `a` of each code in `b`, or null where they are not the same categories. */
function categoryMap(a: Block, b: Block, isOrdered: boolean): Int32Array | null {
  if (a.values.length !== b.values.length) return null;
  const codes = mapCodes(a, b);
  if (codes === null || codes.includes(-1)) return null;
  return isOrdered && codes.some((code, i) => code !== i) ? null : codes;
}

function mapCodes(a: Block, b: Block): Int32Array | null {
  if (a.kind === 'string' && b.kind === 'string') {
    const dictionary = new Utf8Dictionary();
    dictionary.addAll(a.values);
    const { bytes, offsets } = b.values;
    return Int32Array.from({ length: b.values.length }, (_, i) =>
      dictionary.find(bytes, offsets[i] ?? 0, offsets[i + 1] ?? 0),
    );
  }
  if (a.kind !== 'numeric' || b.kind !== 'numeric' || a.dtype !== b.dtype) return null;
  const codes = new Map<number | bigint, number>();
  for (const [code, value] of listed(a.values).entries()) codes.set(value, code);
  return Int32Array.from(listed(b.values), (value) => codes.get(value) ?? -1);
}

const listed = (values: NumericArray): readonly (number | bigint)[] => [...values];
