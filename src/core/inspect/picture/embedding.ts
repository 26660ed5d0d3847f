import {
  MOST_COLOURS,
  MOST_VALUES,
  SHADES,
  type PictureOf,
  type QueryOf,
} from '../../../shared/picture.ts';
import { type ArrayElem, type ColumnElem, encodingName } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { nodeAt } from '../../concat/inputs.ts';
import { ElemUnsupportedError, UsageInvalidError } from '../../errors.ts';
import { isOrdered, measured, numbersIn, valuesOf } from './column.ts';
import { ChosenRows, drawingOrder, onGrid, readPlaces } from './points.ts';
import type { Reading } from './reading.ts';
import { columnsOf, metadataOf } from './tables.ts';
import { ValueCounts } from './value-counts.ts';

type Colour = PictureOf<'embedding'>['colour'];

/**
 * Two columns of a matrix as points, coloured by a column of the table that it belongs to. Of more
 * rows than can be drawn, some are chosen at equal distances.
 */
export async function summariseEmbedding(
  reading: Reading,
  { elem, x, y, colour }: QueryOf<'embedding'>,
): Promise<PictureOf<'embedding'>> {
  const metadata = await metadataOf(reading, 0);
  const matrix = await matrixAt(reading, elem);
  const [rows = 0, width = 0] = matrix.shape;
  if (x >= width || y >= width) {
    const reason = `columns ${x} and ${y} where there are ${width}`;
    throw new UsageInvalidError({ path: metadata.path, elem, reason });
  }
  const chosen = new ChosenRows(rows);
  const { xs, ys } = await readPlaces(reading, matrix, chosen, [x, y]);
  const order = drawingOrder(xs, ys);
  const table = elem.startsWith('varm/') ? metadata.var : metadata.obs;
  const columns = table.rows === rows ? columnsOf(table) : [];
  const column =
    colour === undefined
      ? defaultColour(columns)
      : (columns.find((candidate) => candidate.path === colour) ?? null);
  if (colour != null && column === null) {
    const reason = 'no column of its rows';
    throw new UsageInvalidError({ path: metadata.path, elem: colour, reason });
  }
  return {
    kind: 'embedding',
    rows,
    width,
    chosen: chosen.count,
    x: onGrid(xs, order),
    y: onGrid(ys, order),
    columns: columns.map(({ path }) => path),
    colour: column === null ? null : await colourBy(reading, column, chosen, order),
  };
}

async function matrixAt({ inputs }: Reading, path: string): Promise<ArrayElem> {
  return await inputs.use(0, async (store) => {
    const elem = await readElem(await nodeAt(store, path));
    const isMatrix = elem.encoding === 'array' && elem.shape.length === 2;
    if (isMatrix && (elem.shape[1] ?? 0) >= 2) return elem;
    const reason = isMatrix ? 'it has no two columns' : `${encodingName(elem)} as an embedding`;
    throw new ElemUnsupportedError({ path: store.path, elem: path, reason });
  });
}

/**
 * The last categorical column, which is where concatenating puts its label: of those whose categories
 * all have colours, or else of those with not too many.
 */
function defaultColour(columns: readonly ColumnElem[]): ColumnElem | null {
  const lastOf = (most: number): ColumnElem | undefined =>
    columns.findLast((column) => {
      if (column.encoding !== 'categorical') return false;
      return column.categories > 1 && column.categories <= most;
    });
  return lastOf(MOST_COLOURS) ?? lastOf(MOST_VALUES) ?? null;
}

async function colourBy(
  reading: Reading,
  column: ColumnElem,
  chosen: ChosenRows,
  order: Int32Array,
): Promise<Colour> {
  return measured(column) === null
    ? await colourByValue(reading, column, chosen, order)
    : await colourByScale(reading, column, chosen, order);
}

async function colourByValue(
  reading: Reading,
  column: ColumnElem,
  chosen: ChosenRows,
  order: Int32Array,
): Promise<Colour> {
  const counts = new ValueCounts();
  const ids = new Int32Array(chosen.count);
  let start = 0;
  for await (const values of valuesOf(reading, column)) {
    const all = counts.add(values);
    chosen.within(start, start + all.length, (at, row) => {
      ids[at] = all[row - start] ?? -1;
    });
    start += all.length;
  }
  const { tally, positionOf } = counts.finish(MOST_COLOURS, isOrdered(column));
  const values = Array.from(order, (at) => positionOf(ids[at] ?? -1));
  return { kind: 'tally', elem: column.path, tally, values };
}

async function colourByScale(
  reading: Reading,
  column: ColumnElem,
  chosen: ChosenRows,
  order: Int32Array,
): Promise<Colour> {
  const values = new Float64Array(chosen.count);
  let start = 0;
  for await (const numbers of numbersIn(reading, column)) {
    const length = numbers.values.length;
    chosen.within(start, start + length, (at, row) => {
      const isMissing = numbers.missing?.[row - start] === 1;
      values[at] = isMissing ? NaN : (numbers.values[row - start] ?? NaN);
    });
    start += length;
  }
  const { min, max, positions: shades } = onGrid(values, order, SHADES);
  const missing = shades.reduce((count, shade) => (shade < 0 ? count + 1 : count), 0);
  return { kind: 'scale', elem: column.path, min, max, shades, missing };
}
