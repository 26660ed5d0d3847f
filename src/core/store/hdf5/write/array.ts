import { OutputUnwritableError, throwIfCancelled } from '../../../errors.ts';
import { bytesOf } from '../../dtype.ts';
import type { ArraySink, ArraySpec, Block } from '../../store.ts';
import type { ChosenStorage } from './array-storage.ts';
import { dataspace } from './dataspace.ts';
import type { Datatype } from './datatype.ts';
import type { GlobalHeap } from './global-heap.ts';
import { fillValue, MessageType, type Message } from './messages.ts';
import { objectHeader } from './object-header.ts';
import type { OutputFile } from './output-file.ts';

export interface ArrayParts {
  readonly file: OutputFile;
  readonly heap: GlobalHeap;
  /** Path in the file, for errors. */
  readonly elem: string;
  readonly spec: ArraySpec;
  readonly datatype: Datatype;
  readonly stored: ChosenStorage;
  readonly attributes: readonly Message[];
  /** Told the address of the object header when the array is complete. */
  readonly onClosed: (at: number) => void;
}

/** A dataset being written: its header comes last, when its length and its storage are known. */
export class Hdf5Array implements ArraySink {
  readonly #parts: ArrayParts;
  /** Values of a row; of a scalar, its one. */
  readonly #rowLength: number;
  #rows = 0;
  #closed = false;

  constructor(parts: ArrayParts) {
    this.#parts = parts;
    this.#rowLength = parts.spec.shape.slice(1).reduce((product, n) => product * n, 1);
  }

  async append(block: Block, signal?: AbortSignal): Promise<void> {
    if (this.#closed) throw this.#unwritable('the array is closed');
    throwIfCancelled(signal);
    this.#requireSameDtype(block);
    this.#count(block.values.length);
    const bytes =
      block.kind === 'numeric' ? bytesOf(block.values) : await this.#parts.heap.store(block.values);
    await this.#parts.stored.storage.write(bytes, signal);
  }

  async close(): Promise<void> {
    if (this.#closed) throw this.#unwritable('the array is closed');
    this.#closed = true;
    const { file, spec, datatype, stored, attributes, onClosed } = this.#parts;
    const declared = spec.shape[0] ?? 1;
    // Rows without values cannot be counted: there are as many as declared.
    const rows = this.#rowLength === 0 ? declared : this.#rows;
    if (!spec.growable && rows !== declared) {
      throw this.#unwritable(`${declared} rows were declared, ${rows} written`);
    }
    const layout = await stored.storage.finish(rows);
    const shape = spec.shape.length === 0 ? [] : [rows, ...spec.shape.slice(1)];
    const header = objectHeader([
      ...attributes,
      { type: MessageType.dataspace, body: dataspace(shape, spec.growable) },
      { type: MessageType.datatype, body: datatype.message },
      fillValue(stored.chunked),
      ...layout,
    ]);
    onClosed(await file.append(header));
  }

  #requireSameDtype(block: Block): void {
    const { dtype } = this.#parts.spec;
    const given = block.kind === 'numeric' ? block.dtype : 'string';
    const expected = dtype.kind === 'numeric' ? dtype.name : 'string';
    if (given !== expected) throw this.#unwritable(`${expected} was declared, ${given} given`);
  }

  /** Takes note of the block's rows before any of them is written. */
  #count(length: number): void {
    const { shape, growable } = this.#parts.spec;
    const rows = length === 0 ? 0 : length / this.#rowLength;
    if (!Number.isInteger(rows)) throw this.#unwritable('a block is no whole number of rows');
    const declared = shape[0] ?? 1;
    if (!growable && this.#rows + rows > declared) {
      throw this.#unwritable(`${declared} rows were declared, more written`);
    }
    this.#rows += rows;
  }

  #unwritable(reason: string): OutputUnwritableError {
    const { file, elem } = this.#parts;
    return new OutputUnwritableError({ path: file.path, elem, reason });
  }
}
