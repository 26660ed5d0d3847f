import type { SparseElem } from '../../anndata/elem.ts';
import { ElemUnreadableError } from '../../errors.ts';
import { itemSize, type NumericArray } from '../../store/dtype.ts';
import type { Inputs } from '../inputs.ts';
import type { CsrBlock } from '../matrix/block.ts';
import { firstOutside } from './indices.ts';
import type { RowReader } from './row-reader.ts';

/** Row pointers held at a time: 512 KiB of doubles. */
const WINDOW = 65_536;

/** Where rows (or, of a csc_matrix, columns) begin and end, read a window at a time. */
export class Pointers {
  readonly #inputs: Inputs;
  readonly #input: number;
  readonly #elem: SparseElem;
  readonly #length: number;
  readonly #signal: AbortSignal | undefined;
  #start = 0;
  #window = new Float64Array(0);

  constructor(inputs: Inputs, input: number, elem: SparseElem, signal: AbortSignal | undefined) {
    this.#inputs = inputs;
    this.#input = input;
    this.#elem = elem;
    this.#length = elem.shape[elem.encoding === 'csr_matrix' ? 0 : 1] + 1;
    this.#signal = signal;
  }

  /**
   * Pointers `start ..= stop`, so one more than rows; fewer when the window ends before.
   * @throws ElemUnreadableError when they descend or leave the entries
   */
  async slice(start: number, stop: number): Promise<Float64Array> {
    const end = Math.min(stop, start + WINDOW);
    const isHeld = start >= this.#start && end < this.#start + this.#window.length;
    if (!isHeld) await this.#load(start);
    return this.#window.subarray(start - this.#start, end - this.#start + 1);
  }

  async #load(start: number): Promise<void> {
    const stop = Math.min(start + WINDOW + 1, this.#length);
    const path = `${this.#elem.path}/indptr`;
    const block = await this.#inputs.read(this.#input, path, start, stop, this.#signal);
    if (block.kind !== 'numeric') throw this.#damaged('indptr holds no integers');
    this.#window = toDoubles(block.values);
    this.#start = start;
    let last = start === 0 ? 0 : (this.#window[0] ?? 0);
    if (start === 0 && this.#window[0] !== 0) throw this.#damaged('indptr does not start at 0');
    for (let k = 0; k < this.#window.length; k++) {
      const pointer = this.#window[k] ?? 0;
      if (!(pointer >= last && pointer <= this.#elem.nnz))
        throw this.#damaged('indptr is no ascending list of offsets');
      last = pointer;
    }
    if (stop === this.#length && last !== this.#elem.nnz) {
      throw this.#damaged(`indptr ends at ${last} where there are ${this.#elem.nnz} entries`);
    }
  }

  #damaged(reason: string): ElemUnreadableError {
    const path = this.#inputs.paths[this.#input];
    return new ElemUnreadableError({ path, elem: this.#elem.path, reason });
  }
}

/** Rows of a csr_matrix. */
export class CsrRows implements RowReader {
  readonly rows: number;
  readonly #inputs: Inputs;
  readonly #input: number;
  readonly #elem: SparseElem;
  readonly #pointers: Pointers;
  readonly #signal: AbortSignal | undefined;

  constructor(inputs: Inputs, input: number, elem: SparseElem, signal: AbortSignal | undefined) {
    this.rows = elem.shape[0];
    this.#inputs = inputs;
    this.#input = input;
    this.#elem = elem;
    this.#signal = signal;
    this.#pointers = new Pointers(inputs, input, elem, signal);
  }

  async rowsWithin(start: number, bytes: number): Promise<number> {
    const pointers = await this.#pointers.slice(start, this.rows);
    const first = pointers[0] ?? 0;
    const limit = first + bytes / entryBytes(this.#elem);
    let rows = 0;
    // Pointers ascend: the last one within the limit.
    for (let step = 2 ** Math.floor(Math.log2(pointers.length)); step >= 1; step /= 2) {
      const next = rows + step;
      if (next < pointers.length && (pointers[next] ?? Infinity) <= limit) rows = next;
    }
    const most = Math.floor(bytes / 8);
    return Math.max(1, Math.min(rows, most, this.rows - start));
  }

  async read(start: number, stop: number): Promise<CsrBlock> {
    const rows = stop - start;
    const indptr = new Float64Array(rows + 1);
    for (let row = 0; row < rows;) {
      const pointers = await this.#pointers.slice(start + row, stop);
      indptr.set(pointers, row);
      row += pointers.length - 1;
    }
    const from = indptr[0] ?? 0;
    const to = indptr[rows] ?? 0;
    for (let row = 0; row <= rows; row++) indptr[row] = (indptr[row] ?? 0) - from;
    const [indices, data] = await readEntries(
      this.#inputs,
      this.#input,
      this.#elem,
      from,
      to,
      this.#signal,
    );
    return { kind: 'csr', rows, indptr, indices, data };
  }
}

/** Bytes of an entry in memory: its value, its index as stored and as int32. */
export const entryBytes = (elem: SparseElem): number => itemSize(elem.dtype) + 8;

/**
 * Entries `[from, to)`: indices along the minor axis, and values.
 * @throws ElemUnreadableError when an index lies outside the matrix
 */
export async function readEntries(
  inputs: Inputs,
  input: number,
  elem: SparseElem,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<readonly [Int32Array, NumericArray]> {
  const [indices, data] = await Promise.all([
    readPart(inputs, input, elem, 'indices', from, to, signal),
    readPart(inputs, input, elem, 'data', from, to, signal),
  ]);
  checkIndices(inputs.paths[input], elem, indices);
  return [asInt32(indices), data];
}

/**
 * Entries `[from, to)` of one of the two arrays, as they are stored.
 * @throws ElemUnreadableError
 */
export async function readPart(
  inputs: Inputs,
  input: number,
  elem: SparseElem,
  name: 'indices' | 'data',
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<NumericArray> {
  const block = await inputs.read(input, `${elem.path}/${name}`, from, to, signal);
  if (block.kind === 'numeric') return block.values;
  const path = inputs.paths[input];
  throw new ElemUnreadableError({ path, elem: elem.path, reason: `${name} holds no numbers` });
}

/** Positions that are known to be on an axis. */
export const asInt32 = (positions: NumericArray): Int32Array =>
  positions instanceof Int32Array ? positions : Int32Array.from(positions, Number);

/**
 * The one look at every index.
 * @param store path of the elem's store, for errors
 * @throws ElemUnreadableError when one lies outside the matrix
 */
export function checkIndices(
  store: string | undefined,
  elem: SparseElem,
  indices: NumericArray,
): void {
  const minor = elem.shape[elem.encoding === 'csr_matrix' ? 1 : 0];
  const outside = firstOutside(indices, minor);
  if (outside === undefined) return;
  const reason = `index ${outside} lies outside its ${minor} positions`;
  throw new ElemUnreadableError({ path: store, elem: elem.path, reason });
}

/** Typed arrays convert each other's numbers many times faster than a callback does. */
const toDoubles = (values: NumericArray) =>
  values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : new Float64Array(values);
