import { MOST_BINS, type Histogram } from '../../../shared/picture.ts';

/** Rows of a numeric column: float64, `missing[i] === 1` where there is no value. */
export interface Numbers {
  readonly values: Float64Array;
  readonly missing: Uint8Array | null;
}

/** What the first pass over a column finds. */
export class Range {
  min = Infinity;
  max = -Infinity;
  missing = 0;
  infinite = 0;
  count = 0;
  #mean = 0;

  add({ values, missing }: Numbers): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? NaN;
      if (missing?.[i] === 1 || Number.isNaN(value)) this.missing++;
      else if (!Number.isFinite(value)) this.infinite++;
      else {
        this.count++;
        this.#mean += (value - this.#mean) / this.count;
        if (value < this.min) this.min = value;
        if (value > this.max) this.max = value;
      }
    }
  }

  /** Of the finite values; null where there are none. */
  get mean(): number | null {
    return this.count === 0 ? null : this.#mean;
  }
}

/**
 * Edges of the bins. Integers have bins that hold equally many of them, so that none looks more
 * frequent than its neighbours; other numbers have as many equal bins as Rice's rule says. A single
 * value is in the middle of its bin, as `numpy.histogram` has it.
 */
export function binEdges({ min, max, count }: Range, isInteger: boolean): Float64Array {
  if (count === 0) return new Float64Array(0);
  if (isInteger) {
    const width = Math.ceil((max - min + 1) / MOST_BINS);
    const bins = Math.ceil((max - min + 1) / width);
    return Float64Array.from({ length: bins + 1 }, (_, i) => min - 0.5 + i * width);
  }
  const wanted = Math.min(MOST_BINS, Math.max(5, Math.ceil(2 * Math.cbrt(count))));
  // Not their difference, which may be infinite; and it may be too small to be divided.
  const isDivisible = max / wanted - min / wanted > 0;
  const bins = isDivisible ? wanted : 1;
  const [first, last] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  // As numpy.linspace rounds.
  const step = Number.isFinite(last - first) ? (last - first) / bins : last / bins - first / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? last : Math.min(last, i * step + first),
  );
}

/** The second pass: counts the finite values between the edges, as `numpy.histogram` does. */
export class Bins {
  readonly #edges: Float64Array;
  readonly #counts: number[];

  constructor(edges: Float64Array) {
    this.#edges = edges;
    this.#counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  }

  add({ values, missing }: Numbers): void {
    const counts = this.#counts;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? NaN;
      if (missing?.[i] === 1 || !Number.isFinite(value)) continue;
      const bin = this.#binOf(value);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }

  /** @param range of the same values */
  finish({ min, max, mean, missing, infinite, count }: Range): Histogram {
    return {
      edges: [...this.#edges],
      counts: this.#counts,
      missing,
      infinite,
      min: count === 0 ? null : min,
      max: count === 0 ? null : max,
      mean,
    };
  }

  /** By division, corrected where rounding put a value beside the edge that it is at. */
  #binOf(value: number): number {
    const edges = this.#edges;
    const last = edges.length - 2;
    const first = edges[0] ?? 0;
    const end = edges[last + 1] ?? 0;
    // Where their difference would be infinite, of halves.
    const part = Number.isFinite(end - first)
      ? (value - first) / (end - first)
      : (value / 2 - first / 2) / (end / 2 - first / 2);
    let bin = Math.min(last, Math.max(0, Math.floor(part * (last + 1))));
    while (bin > 0 && value < (edges[bin] ?? 0)) bin--;
    while (bin < last && value >= (edges[bin + 1] ?? 0)) bin++;
    return bin;
  }
}
