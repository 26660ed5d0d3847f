import { OutputUnwritableError, throwIfCancelled } from '../../../errors.ts';
import { RowCount } from '../../row-count.ts';
import type { ArraySink, ArraySpec, StoredSink, ValuesBlock } from '../../store.ts';
import { storedForm } from '../stored-form.ts';
import type { ChosenStorage } from './array-storage.ts';
import { dataspace } from './dataspace.ts';
import type { Datatype } from './datatype.ts';
import type { GlobalHeap } from './global-heap.ts';
import { fillValue, MessageType, type Message } from './messages.ts';
import { objectHeader } from './object-header.ts';
import type { OutputFile } from './output-file.ts';
import { storedBytes } from './values.ts';

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
  readonly stored: StoredSink | null;
  readonly #parts: ArrayParts;
  readonly #rows: RowCount;

  constructor(parts: ArrayParts) {
    this.#parts = parts;
    const { file, elem } = parts;
    this.#rows = new RowCount(
      parts.spec,
      (reason) => new OutputUnwritableError({ path: file.path, elem, reason }),
    );
    this.stored = this.#openStored();
  }

  async append(block: ValuesBlock, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.#rows.add(block);
    const bytes = await storedBytes(block, this.#parts.heap);
    await this.#parts.stored.storage.write(bytes, signal);
  }

  #openStored(): StoredSink | null {
    const { stored, spec } = this.#parts;
    const target = stored.storage.stored;
    const form = target === null ? null : storedForm(spec.dtype, target.chunk, target.shuffled);
    if (target === null || form === null) return null;
    const rows = target.chunk[0] ?? 1;
    const append = async (chunk: Uint8Array, signal?: AbortSignal): Promise<void> => {
      throwIfCancelled(signal);
      this.#rows.addRows(rows);
      await target.append(chunk);
    };
    return { form, rows, append };
  }

  async close(): Promise<void> {
    const rows = this.#rows.close();
    const { file, spec, datatype, stored, attributes, onClosed } = this.#parts;
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
}
