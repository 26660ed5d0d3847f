import { MOST_VALUES, type PictureOf, type QueryOf } from '../../../shared/picture.ts';
import type { ColumnElem } from '../../anndata/elem.ts';
import { columnValues, numbersOf, type ColumnValues } from '../../concat/column-values.ts';
import { convert } from '../../concat/matrix/convert.ts';
import { isInteger } from '../../concat/matrix/promote.ts';
import type { NumericDType } from '../../store/dtype.ts';
import { binEdges, Bins, Range, type Numbers } from './histogram.ts';
import { BLOCK_BYTES, type Reading } from './reading.ts';
import { columnAt } from './tables.ts';
import { ValueCounts } from './value-counts.ts';

/** Value counts of a categorical, text or bool column, or the histogram of a numeric one. */
export async function summariseColumn(
  reading: Reading,
  { elem }: QueryOf<'column'>,
): Promise<PictureOf<'column'>> {
  const column = await columnAt(reading, elem);
  const [rows = 0] = column.shape;
  const dtype = measured(column);
  return {
    kind: 'column',
    rows,
    values:
      dtype === null
        ? { kind: 'tally', tally: await countValues(reading, column) }
        : { kind: 'histogram', dtype, histogram: await histogramOf(reading, column, dtype) },
  };
}

/** dtype of a column whose values are measured; null for one whose values are counted. */
export function measured(column: ColumnElem): NumericDType | null {
  switch (column.encoding) {
    case 'array':
      return column.dtype === 'bool' ? null : column.dtype;
    case 'nullable-integer':
      return column.dtype.kind === 'numeric' ? column.dtype.name : null;
    case 'categorical':
    case 'string-array':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return null;
  }
}

export const isOrdered = (column: ColumnElem): boolean =>
  column.encoding === 'categorical' && column.ordered;

/** The values of a column of the only store, in blocks. */
export async function* valuesOf(
  { inputs, signal, onStep }: Reading,
  column: ColumnElem,
): AsyncGenerator<ColumnValues> {
  for await (const values of columnValues(inputs, 0, column, BLOCK_BYTES, signal)) {
    onStep();
    yield values;
  }
}

/** The values of a column that is measured, in blocks. */
export async function* numbersIn(reading: Reading, column: ColumnElem): AsyncGenerator<Numbers> {
  for await (const block of valuesOf(reading, column)) {
    const { values, dtype, missing } = numbersOf(block);
    const numbers = convert(values, dtype, 'float64');
    yield { values: numbers instanceof Float64Array ? numbers : new Float64Array(), missing };
  }
}

async function countValues(reading: Reading, column: ColumnElem) {
  const counts = new ValueCounts();
  for await (const values of valuesOf(reading, column)) counts.add(values);
  return counts.finish(MOST_VALUES, isOrdered(column)).tally;
}

async function histogramOf(reading: Reading, column: ColumnElem, dtype: NumericDType) {
  const range = new Range();
  for await (const numbers of numbersIn(reading, column)) range.add(numbers);
  const bins = new Bins(binEdges(range, isInteger(dtype)));
  for await (const numbers of numbersIn(reading, column)) bins.add(numbers);
  return bins.finish(range);
}
