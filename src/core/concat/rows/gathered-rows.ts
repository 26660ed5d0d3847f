import { allocate, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { CsrBlock, DenseBlock, RowBlock } from '../matrix/block.ts';
import { filledCsr } from '../matrix/csr.ts';
import { filledDense } from '../matrix/dense.ts';
import { lanesOf } from '../matrix/lanes.ts';
import type { RowReader } from './row-reader.ts';

interface Run {
  /** First row in the input. */
  readonly start: number;
  readonly block: RowBlock;
}

/**
 * Rows of a matrix in the order of the result's alt axis, where that is along the rows (axis var).
 * Neighbouring rows are read together; rows that the input lacks are filled.
 */
export class GatheredRows implements RowReader {
  readonly rows: number;
  readonly #reader: RowReader;
  readonly #positions: Int32Array;
  readonly #columns: number;
  readonly #bytesPerRow: number;
  readonly #dtype: NumericDType;
  readonly #fill: NumericArray | null;
  readonly #isDense: boolean;

  /**
   * @param positions row of the input for each row of the result, -1 where it has none
   * @param bytesPerRow mean bytes of a row in memory
   * @param fill one value for absent rows; null leaves their entries unstored (csr only)
   */
  constructor(options: {
    readonly reader: RowReader;
    readonly positions: Int32Array;
    readonly columns: number;
    readonly bytesPerRow: number;
    readonly dtype: NumericDType;
    readonly fill: NumericArray | null;
    readonly isDense: boolean;
  }) {
    this.rows = options.positions.length;
    this.#reader = options.reader;
    this.#positions = options.positions;
    this.#columns = options.columns;
    this.#bytesPerRow = options.bytesPerRow;
    this.#dtype = options.dtype;
    this.#fill = options.fill;
    this.#isDense = options.isDense;
  }

  rowsWithin(start: number, bytes: number): Promise<number> {
    const fitting = Math.max(1, Math.floor(bytes / Math.max(1, this.#bytesPerRow)));
    return Promise.resolve(Math.min(fitting, this.rows - start));
  }

  async read(start: number, stop: number): Promise<RowBlock> {
    const wanted = this.#positions.subarray(start, stop);
    const runs = await this.#readRuns(wanted);
    return this.#isDense ? this.#assembleDense(wanted, runs) : this.#assembleCsr(wanted, runs);
  }

  async #readRuns(wanted: Int32Array): Promise<readonly Run[]> {
    const sorted = wanted.filter((position) => position >= 0).sort();
    const runs: Run[] = [];
    for (let i = 0; i < sorted.length;) {
      const start = sorted[i] ?? 0;
      let length = 1;
      while (sorted[i + length] === start + length) length++;
      runs.push({ start, block: await this.#reader.read(start, start + length) });
      i += length;
    }
    return runs;
  }

  #assembleDense(wanted: Int32Array, runs: readonly Run[]): DenseBlock {
    const columns = this.#columns;
    const fill = this.#fill ?? allocate(this.#dtype, 1);
    const out = filledDense(wanted.length, columns, this.#dtype, fill);
    const to = lanesOf(out.values);
    const width = columns * to.per;
    const find = finder(runs);
    wanted.forEach((position, row) => {
      const run = position < 0 ? undefined : find(position);
      if (run?.block.kind !== 'dense') return;
      const from = lanesOf(run.block.values).at;
      const offset = (position - run.start) * width;
      to.at.set(from.subarray(offset, offset + width), row * width);
    });
    return out;
  }

  #assembleCsr(wanted: Int32Array, runs: readonly Run[]): CsrBlock {
    const find = finder(runs);
    const absent = filledCsr(1, this.#columns, this.#dtype, this.#fill);
    const rowsOf = Array.from(wanted, (position): { block: CsrBlock; row: number } => {
      const run = position < 0 ? undefined : find(position);
      return run?.block.kind === 'csr'
        ? { block: run.block, row: position - run.start }
        : { block: absent, row: 0 };
    });
    const indptr = new Float64Array(wanted.length + 1);
    rowsOf.forEach(({ block, row }, i) => {
      indptr[i + 1] = (indptr[i] ?? 0) + (block.indptr[row + 1] ?? 0) - (block.indptr[row] ?? 0);
    });
    const nnz = indptr[wanted.length] ?? 0;
    const indices = new Int32Array(nnz);
    const data = allocate(this.#dtype, nnz);
    const to = lanesOf(data);
    rowsOf.forEach(({ block, row }, i) => {
      const from = block.indptr[row] ?? 0;
      const end = block.indptr[row + 1] ?? 0;
      const at = indptr[i] ?? 0;
      indices.set(block.indices.subarray(from, end), at);
      to.at.set(lanesOf(block.data).at.subarray(from * to.per, end * to.per), at * to.per);
    });
    return { kind: 'csr', rows: wanted.length, indptr, indices, data };
  }
}

/** Finds the run that holds a row, by bisection. */
function finder(runs: readonly Run[]): (position: number) => Run | undefined {
  return (position) => {
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((runs[middle]?.start ?? Infinity) <= position) low = middle;
      else high = middle - 1;
    }
    return runs[low];
  };
}
