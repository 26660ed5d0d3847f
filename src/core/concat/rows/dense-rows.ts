import type { ArrayElem } from '../../anndata/elem.ts';
import { ElemUnreadableError } from '../../errors.ts';
import { itemSize } from '../../store/dtype.ts';
import type { Inputs } from '../inputs.ts';
import type { DenseBlock } from '../matrix/block.ts';
import type { RowReader } from './row-reader.ts';

/** Rows of an array of one or more dimensions; all beyond the first are one row's values. */
export class DenseRows implements RowReader {
  readonly rows: number;
  readonly #columns: number;
  readonly #inputs: Inputs;
  readonly #input: number;
  readonly #elem: ArrayElem;
  readonly #signal: AbortSignal | undefined;

  constructor(inputs: Inputs, input: number, elem: ArrayElem, signal: AbortSignal | undefined) {
    this.rows = elem.shape[0] ?? 0;
    this.#columns = elem.shape.slice(1).reduce((product, extent) => product * extent, 1);
    this.#inputs = inputs;
    this.#input = input;
    this.#elem = elem;
    this.#signal = signal;
  }

  rowsWithin(start: number, bytes: number): Promise<number> {
    const rowBytes = Math.max(1, this.#columns * itemSize(this.#elem.dtype));
    const fitting = Math.max(1, Math.floor(bytes / rowBytes));
    // Whole chunks are inflated anyway: end on a border of chunks where one fits.
    const chunk = this.#elem.chunks?.[0] ?? 1;
    const aligned = fitting - ((start + fitting) % chunk);
    return Promise.resolve(Math.min(aligned > 0 ? aligned : fitting, this.rows - start));
  }

  async read(start: number, stop: number): Promise<DenseBlock> {
    const { path } = this.#elem;
    const block = await this.#inputs.read(this.#input, path, start, stop, this.#signal);
    if (block.kind !== 'numeric') {
      const store = this.#inputs.paths[this.#input];
      throw new ElemUnreadableError({ path: store, elem: path, reason: 'it holds no numbers' });
    }
    return { kind: 'dense', rows: stop - start, columns: this.#columns, values: block.values };
  }
}
