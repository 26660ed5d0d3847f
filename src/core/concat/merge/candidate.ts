import type { ArrayElem, ColumnElem, Elem, ScalarElem } from '../../anndata/elem.ts';
import { elemDtype } from '../../anndata/elem-type.ts';
import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import { fromFloat16 } from '../../store/float16.ts';
import type { NumericBlock } from '../../store/store.ts';
import { columnValues, type ColumnValues, numbersOf, textOf } from '../column-values.ts';
import type { Reading } from '../rows/open-rows.ts';
import type { MergeCandidate, MergeScalar, MergeValue } from './merge-function.ts';
import type { Holder } from './strategy.ts';

/** What a merge function is told of an elem. */
export function candidateOf(
  reading: Reading,
  path: string,
  { input, value }: Holder<Elem>,
): MergeCandidate {
  return {
    input,
    path,
    encoding: value.encoding === 'unsupported' ? value.name : value.encoding,
    dtype: elemDtype(value),
    shape: shapeOf(value),
    read: () => readValue(reading, input, value),
  };
}

function shapeOf(elem: Elem): readonly number[] | null {
  if (elem.encoding === 'numeric-scalar' || elem.encoding === 'string') return [];
  return 'shape' in elem ? elem.shape : null;
}

async function readValue(reading: Reading, input: number, elem: Elem): Promise<MergeValue> {
  switch (elem.encoding) {
    case 'null':
      return null;
    case 'numeric-scalar':
    case 'string':
      return readScalar(reading, input, elem);
    case 'array':
      return readArray(reading, input, elem);
    case 'string-array':
    case 'categorical':
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return readList(reading, input, elem);
    case 'csr_matrix':
    case 'csc_matrix':
    case 'awkward-array':
    case 'complex-array':
    case 'rec-array':
    case 'dataframe':
    case 'dict':
    case 'unsupported':
      throw new ElemUnsupportedError({
        path: reading.inputs.paths[input],
        elem: elem.path,
        reason: `a merge function cannot read a ${elem.encoding}`,
      });
  }
}

async function readScalar(
  { inputs, signal }: Reading,
  input: number,
  elem: ScalarElem,
): Promise<MergeScalar> {
  const block = await inputs.read(input, elem.path, 0, 1, signal);
  return block.kind === 'string' ? block.values.at(0) : scalarAt(block, 0);
}

async function readArray(
  { inputs, signal }: Reading,
  input: number,
  { path, shape }: ArrayElem,
): Promise<MergeValue> {
  const block = await inputs.read(input, path, 0, shape[0] ?? 0, signal);
  if (block.kind !== 'numeric') {
    throw new ElemUnreadableError({ path: inputs.paths[input], elem: path, reason: 'it is text' });
  }
  const isPlain = block.dtype !== 'bool' && block.dtype !== 'float16';
  return { shape, values: isPlain ? block.values : listOf(block) };
}

async function readList(
  { inputs, blockBytes, signal }: Reading,
  input: number,
  elem: ColumnElem,
): Promise<MergeValue> {
  const values: MergeScalar[] = [];
  for await (const block of columnValues(inputs, input, elem, blockBytes, signal)) {
    for (const value of scalarsOf(block)) values.push(value);
  }
  return { shape: elem.shape, values };
}

function scalarsOf(values: ColumnValues): readonly MergeScalar[] {
  const isText =
    values.kind === 'text' || (values.kind === 'codes' && values.categories.kind === 'string');
  const { missing, list } = isText ? textList(values) : numberList(values);
  return list.map((value, i) => (missing?.[i] === 1 ? null : value));
}

const textList = (column: ColumnValues) => {
  const { values, missing } = textOf(column);
  return { missing, list: values.toStrings() };
};

const numberList = (column: ColumnValues) => {
  const { values, dtype, missing } = numbersOf(column);
  return { missing, list: listOf({ kind: 'numeric', dtype, values }) };
};

const listOf = (block: NumericBlock): readonly MergeScalar[] =>
  Array.from({ length: block.values.length }, (_, i) => scalarAt(block, i));

function scalarAt({ values, dtype }: NumericBlock, i: number): MergeScalar {
  const value = values[i] ?? 0;
  if (dtype === 'bool') return value !== 0;
  return dtype === 'float16' ? fromFloat16(Number(value)) : value;
}
