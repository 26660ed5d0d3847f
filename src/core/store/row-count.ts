import type { OutputUnwritableError } from '../errors.ts';
import { blockDType, blockLength } from './block.ts';
import { dtypeName } from './dtype.ts';
import type { ArraySpec, ValuesBlock } from './store.ts';

/** Holds the blocks appended to an array against its declaration. */
export class RowCount {
  readonly #spec: ArraySpec;
  readonly #unwritable: (reason: string) => OutputUnwritableError;
  /** Values of a row; of a scalar, its one. */
  readonly #rowLength: number;
  #rows = 0;
  #closed = false;

  constructor(spec: ArraySpec, unwritable: (reason: string) => OutputUnwritableError) {
    this.#spec = spec;
    this.#unwritable = unwritable;
    this.#rowLength = spec.shape.slice(1).reduce((product, n) => product * n, 1);
  }

  /**
   * Takes note of the block's rows before any of them is written.
   * @throws OutputUnwritableError when they are not what was declared
   */
  add(block: ValuesBlock): void {
    this.#requireOpen();
    const { dtype } = this.#spec;
    const given = dtypeName(blockDType(block));
    const expected = dtypeName(dtype);
    if (given !== expected) throw this.#unwritable(`${expected} was declared, ${given} given`);
    const length = blockLength(block);
    const rows = length === 0 ? 0 : length / this.#rowLength;
    if (!Number.isInteger(rows)) throw this.#unwritable('a block is no whole number of rows');
    this.addRows(rows);
  }

  /** As `add`, of rows that come in another form. */
  addRows(rows: number): void {
    this.#requireOpen();
    const { shape, growable } = this.#spec;
    const declared = shape[0] ?? 1;
    if (!growable && this.#rows + rows > declared) {
      throw this.#unwritable(`${declared} rows were declared, more written`);
    }
    this.#rows += rows;
  }

  /**
   * Allows no further rows.
   * @returns how many there are
   * @throws OutputUnwritableError when there are fewer than declared
   */
  close(): number {
    this.#requireOpen();
    this.#closed = true;
    const declared = this.#spec.shape[0] ?? 1;
    // Rows without values cannot be counted: there are as many as declared.
    const rows = this.#rowLength === 0 ? declared : this.#rows;
    if (!this.#spec.growable && rows !== declared) {
      throw this.#unwritable(`${declared} rows were declared, ${rows} written`);
    }
    return rows;
  }

  get appended(): number {
    return this.#rows;
  }

  /** Goes on behind the rows that an earlier run has appended. */
  restore(rows: number): void {
    this.#rows = rows;
  }

  #requireOpen(): void {
    if (this.#closed) throw this.#unwritable('the array is closed');
  }
}
