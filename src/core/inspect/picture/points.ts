import { GRID, MOST_POINTS } from '../../../shared/picture.ts';
import type { ArrayElem } from '../../anndata/elem.ts';
import { convert } from '../../concat/matrix/convert.ts';
import { DenseRows } from '../../concat/rows/dense-rows.ts';
import { throwIfCancelled } from '../../errors.ts';
import { BLOCK_BYTES, type Reading } from './reading.ts';

/** Rows that are points: all, or as many as can be drawn, at equal distances. */
export class ChosenRows {
  readonly count: number;
  readonly #rows: number;

  constructor(rows: number, most = MOST_POINTS) {
    this.count = Math.min(rows, most);
    this.#rows = rows;
  }

  /** Those of rows `[start, stop)`, each with its position among all. */
  within(start: number, stop: number, use: (position: number, row: number) => void): void {
    const first = Math.ceil((start * this.count) / Math.max(1, this.#rows));
    for (let position = first; position < this.count; position++) {
      const row = Math.floor((position * this.#rows) / this.count);
      if (row >= stop) return;
      use(position, row);
    }
  }
}

/** Two columns of a matrix in the rows that are chosen. */
export async function readPlaces(
  { inputs, signal, onStep }: Reading,
  elem: ArrayElem,
  chosen: ChosenRows,
  [x, y]: readonly [x: number, y: number],
): Promise<{ readonly xs: Float64Array; readonly ys: Float64Array }> {
  const xs = new Float64Array(chosen.count);
  const ys = new Float64Array(chosen.count);
  const reader = new DenseRows(inputs, 0, elem, signal);
  const [rows = 0, width = 0] = elem.shape;
  for (let start = 0; start < rows;) {
    throwIfCancelled(signal);
    const stop = start + (await reader.rowsWithin(start, BLOCK_BYTES));
    const { values } = await reader.read(start, stop);
    const numbers = convert(values, elem.dtype, 'float64');
    const first = start;
    chosen.within(start, stop, (at, row) => {
      xs[at] = Number(numbers[(row - first) * width + x]);
      ys[at] = Number(numbers[(row - first) * width + y]);
    });
    start = stop;
    onStep();
  }
  return { xs, ys };
}

/**
 * The order in which points are drawn: not by row, or the last of several stores would hide the
 * others. The same for the same number of points. Points without a place are left out.
 */
export function drawingOrder(xs: Float64Array, ys: Float64Array): Int32Array {
  const count = xs.length;
  const stride = strideOf(count);
  const order = Int32Array.from({ length: count }, (_, i) => (i * stride) % count);
  return order.filter((at) => Number.isFinite(xs[at]) && Number.isFinite(ys[at]));
}

/** About the golden section of `count`, and without a common divisor, so that every point is met. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618));
  while (divisor(stride, count) > 1) stride++;
  return stride;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Values as whole numbers from 0 to `steps` between the ends of their axis. */
export function onGrid(
  values: Float64Array,
  order: Int32Array,
  steps = GRID,
): { readonly min: number; readonly max: number; readonly positions: readonly number[] } {
  let min = Infinity;
  let max = -Infinity;
  for (const at of order) {
    const value = values[at] ?? NaN;
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) return { min: 0, max: 0, positions: Array.from(order, () => -1) };
  // Halves, so that no difference is infinite.
  const span = max / 2 - min / 2;
  const positions = Array.from(order, (at) => {
    const value = values[at] ?? NaN;
    if (!Number.isFinite(value)) return -1;
    return span === 0 ? 0 : Math.round(((value / 2 - min / 2) / span) * steps);
  });
  return { min, max, positions };
}
