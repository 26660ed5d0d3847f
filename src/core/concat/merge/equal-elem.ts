import {
  type ArrayElem,
  type ColumnElem,
  type ComplexArrayElem,
  type DataFrameElem,
  type Elem,
  isSparse,
  type RecArrayElem,
  type ScalarElem,
  type SparseElem,
  type StringArrayElem,
} from '../../anndata/elem.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import { blocksOf } from '../blocks.ts';
import { columnValues, type ColumnValues, numbersOf, textOf } from '../column-values.ts';
import { identity } from '../reindexer.ts';
import { openRows, type Reading } from '../rows/open-rows.ts';
import { alignColumn } from './aligned-column.ts';
import { equalAwkward } from './equal-awkward.ts';
import { equalColumns, equalValues } from './equal-column.ts';
import { type Comparable, equalMatrices } from './equal-matrix.ts';
import { equalAnyValues } from './equal-values.ts';
import { equalScalarBlocks } from './equal-scalar.ts';
import type { Holder } from './strategy.ts';

/**
 * Whether a later elem of uns equals the first, by the type of the later one
 * (`anndata._core.merge.equal`): numpy arrays by dtype and value, sparse matrices by value,
 * dataframes as pandas compares them, scalars and pandas arrays by value whatever their dtype.
 * @throws ElemUnsupportedError where anndata fails: records with lists in a field
 */
export async function equalElems(
  reading: Reading,
  first: Holder<Elem>,
  later: Holder<Elem>,
): Promise<boolean> {
  const [a, b] = [first.value, later.value];
  refuseLists(a, b);
  switch (b.encoding) {
    case 'array':
      if (a.encoding === 'array')
        return equalArrays(reading, { ...first, value: a }, { ...later, value: b });
      return (
        isSparse(a) &&
        b.shape.length === 2 &&
        equalAsMatrices(reading, { ...first, value: a }, { ...later, value: b })
      );
    case 'csr_matrix':
    case 'csc_matrix':
      return (
        isSparse(a) && equalAsMatrices(reading, { ...first, value: a }, { ...later, value: b })
      );
    case 'string-array':
    case 'categorical':
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return isColumn(a) && equalLists(reading, { ...first, value: a }, { ...later, value: b });
    case 'dataframe':
      return (
        a.encoding === 'dataframe' &&
        equalFrames(reading, { ...first, value: a }, { ...later, value: b })
      );
    case 'rec-array':
    case 'complex-array':
      return isValues(a) && equalAnyValues(reading, { ...first, value: a }, { ...later, value: b });
    case 'numeric-scalar':
    case 'string':
    case 'null':
      return isScalar(a) && equalScalars(reading, { ...first, value: a }, { ...later, value: b });
    case 'awkward-array':
      return (
        a.encoding === 'awkward-array' &&
        equalAwkward(reading, { ...first, value: a }, { ...later, value: b }, null)
      );
    case 'dict':
    case 'unsupported':
      return false;
  }
}

/** numpy arrays of one shape become dataframes to be compared, which cannot hold such records. */
function refuseLists(a: Elem, b: Elem): void {
  if (!isNumpy(a) || !isNumpy(b)) return;
  if (a.shape.join() !== b.shape.join() || a.shape.includes(0)) return;
  const holder = [a, b].find(hasLists);
  if (holder === undefined) return;
  const reason = 'rec-array with lists in a field, which cannot be compared';
  throw new ElemUnsupportedError({ elem: holder.path, reason });
}

const hasLists = (elem: Elem): boolean =>
  elem.encoding === 'rec-array' && elem.dtype.fields.some(({ shape }) => shape.length > 0);
const isNumpy = (
  elem: Elem,
): elem is ArrayElem | StringArrayElem | ComplexArrayElem | RecArrayElem =>
  elem.encoding === 'array' || elem.encoding === 'string-array' || isValues(elem);
const isScalar = (elem: Elem): elem is ScalarElem =>
  elem.encoding === 'numeric-scalar' || elem.encoding === 'string' || elem.encoding === 'null';
const isValues = (elem: Elem): elem is RecArrayElem | ComplexArrayElem =>
  elem.encoding === 'rec-array' || elem.encoding === 'complex-array';
const isColumn = (elem: Elem): elem is ColumnElem =>
  elem.encoding === 'array' ||
  elem.encoding === 'string-array' ||
  elem.encoding === 'categorical' ||
  elem.encoding.startsWith('nullable');

async function equalArrays(
  { inputs, blockBytes, signal }: Reading,
  first: Holder<ArrayElem>,
  later: Holder<ArrayElem>,
): Promise<boolean> {
  const { shape, dtype } = first.value;
  if (dtype !== later.value.dtype || shape.join() !== later.value.shape.join()) return false;
  const [rows = 0, ...others] = shape;
  const rowBytes = others.reduce((product, extent) => product * extent, 8);
  const blocks = (holder: Holder<ArrayElem>) =>
    blocksOf(inputs, holder.input, holder.value.path, rows, rowBytes, blockBytes, signal);
  const right = blocks(later);
  for await (const a of blocks(first)) {
    const { value: b } = await right.next();
    if (a.kind !== 'numeric' || b?.kind !== 'numeric') return false;
    const isEqual = equalValues({ ...a, missing: null }, { ...b, missing: null }, false);
    if (!isEqual) return false;
  }
  return true;
}

async function equalAsMatrices(
  reading: Reading,
  first: Holder<SparseElem>,
  later: Holder<ArrayElem | SparseElem>,
): Promise<boolean> {
  const comparable = ({ input, value }: Holder<ArrayElem | SparseElem>): Comparable => ({
    rows: openRows(reading, input, value, value.dtype, false),
    isSparse: isSparse(value),
    dtype: value.dtype,
    shape: value.shape,
  });
  return equalMatrices(comparable(first), comparable(later), reading.blockBytes, reading.signal);
}

/** Lists of text or numbers by value, missing ones in the same places. */
async function equalLists(
  reading: Reading,
  first: Holder<ColumnElem>,
  later: Holder<ColumnElem>,
): Promise<boolean> {
  if (first.value.shape.join() !== later.value.shape.join()) return false;
  const left = listBlocks(reading, first);
  const right = listBlocks(reading, later);
  for await (const a of left) {
    const { value: b } = await right.next();
    if (b === undefined || !equalValues(plain(a), plain(b), false)) return false;
  }
  return true;
}

const listBlocks = (
  { inputs, blockBytes, signal }: Reading,
  { input, value }: Holder<ColumnElem>,
) => columnValues(inputs, input, value, blockBytes, signal);

/** Values without categories. */
function plain(values: ColumnValues): ColumnValues {
  if (values.kind !== 'codes') return values;
  if (values.categories.kind === 'string') return { kind: 'text', ...textOf(values) };
  return numbersOf(values);
}

async function equalFrames(
  reading: Reading,
  first: Holder<DataFrameElem>,
  later: Holder<DataFrameElem>,
): Promise<boolean> {
  const [a, b] = [first.value, later.value];
  if (a.rows !== b.rows || a.columns.length !== b.columns.length) return false;
  if (a.index.encoding !== b.index.encoding) return false;
  const index = ({ input, value }: Holder<DataFrameElem>): Holder<ArrayElem | StringArrayElem> => ({
    input,
    value: value.index,
  });
  if (!(await equalLists(reading, index(first), index(later)))) return false;
  for (const [i, { name, elem }] of a.columns.entries()) {
    const other = b.columns[i];
    if (other?.name !== name) return false;
    if (elem.encoding === 'unsupported' || other.elem.encoding === 'unsupported') return false;
    const align = (input: number, column: ColumnElem) =>
      alignColumn(
        reading.inputs,
        input,
        column,
        identity(a.rows),
        reading.blockBytes,
        reading.signal,
      );
    const left = await align(first.input, elem);
    if (!equalColumns(left, await align(later.input, other.elem))) return false;
  }
  return true;
}

async function equalScalars(
  { inputs, signal }: Reading,
  first: Holder<ScalarElem>,
  later: Holder<ScalarElem>,
): Promise<boolean> {
  if (first.value.encoding === 'null' || later.value.encoding === 'null') {
    return first.value.encoding === later.value.encoding;
  }
  const a = await inputs.readValues(first.input, first.value.path, 0, 1, signal);
  const b = await inputs.readValues(later.input, later.value.path, 0, 1, signal);
  return equalScalarBlocks(a, b);
}
