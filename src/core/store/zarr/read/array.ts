import { ConcatError, ElemUnreadableError, throwIfCancelled } from '../../../errors.ts';
import { ArrayChunks, type DecodedChunk } from '../../chunk-cache.ts';
import type { DataType, ReadableDType } from '../../dtype.ts';
import { nestLeaves } from '../../records.ts';
import type { Attrs, Block, StoredChunks, ValuesBlock } from '../../store.ts';
import { type Rows, StoredArray } from '../../stored-array.ts';
import { systemReason } from '../../system-error.ts';
import { STORED_CODECS, storedForm } from '../stored-form.ts';
import { codecNames, type ZarrArrayMeta } from './array-meta.ts';
import { ZarrChunks } from './chunks.ts';
import { dataTypeOf } from './coding.ts';
import { assembleRecords } from './assemble-records.ts';
import { assembleNumeric, assembleStrings, type Grid } from './assemble.ts';
import type { ZarrStore } from './group.ts';
import { readRawRows } from './raw-rows.ts';
import { readTextStart } from './text-start.ts';

/** An array, whose chunks are under its path in the store's source. */
export class ZarrArray extends StoredArray {
  readonly path: string;
  readonly attrs: Attrs;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly filters: readonly string[];
  readonly stored: StoredChunks | null;
  readonly #store: ZarrStore;
  readonly #meta: ZarrArrayMeta;
  readonly #kept = new ArrayChunks();
  #decoder: ZarrChunks | undefined;

  constructor(store: ZarrStore, path: string, meta: ZarrArrayMeta) {
    super();
    this.#store = store;
    this.#meta = meta;
    this.path = path;
    this.attrs = meta.attrs;
    this.dtype = dataTypeOf(meta.coding);
    this.shape = meta.shape;
    this.chunks = meta.chunk;
    this.filters = codecNames(meta);
    this.stored = this.#openStored(meta);
  }

  protected get refusal(): string | null {
    return this.#meta.unsupported;
  }

  protected async readRows(
    field: number | undefined,
    rows: Rows,
    dtype: ReadableDType,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    const { start, stop, perRow } = rows;
    try {
      const { coding } = this.#meta;
      if (coding.kind !== 'records') return await this.#read(start, stop, signal);
      const leaves = await assembleRecords(this.#meta, coding, this.#grid(signal), field, rows);
      return nestLeaves(dtype, (stop - start) * perRow, leaves.values());
    } catch (cause) {
      throw this.#asUnreadable(cause, signal);
    }
  }

  protected async longTextStart(
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<string | null | undefined> {
    try {
      return await readTextStart(this.#store.source, this.path, this.#meta, limit, signal);
    } catch (cause) {
      throw this.#asUnreadable(cause, signal);
    }
  }

  #openStored({ coding, codecs, chunk, shape, order, unsupported }: ZarrArrayMeta) {
    const [codec, ...others] = this.filters;
    if (codec === undefined || others.length > 0 || !STORED_CODECS.has(codec)) return null;
    if (codecs.length !== 1 || unsupported !== null) return null;
    if (coding.kind !== 'fixed' || coding.bigEndian || shape.length === 0) return null;
    const isOfRows = shape.slice(1).every((n, i) => chunk[i + 1] === n);
    if (!isOfRows || !order.every((axis, i) => axis === i)) return null;
    const read = async (index: number, signal?: AbortSignal): Promise<Uint8Array | null> => {
      try {
        const position = chunk.map((_, axis) => (axis === 0 ? index : 0));
        return (await this.#chunks().find(position, signal)) ?? null;
      } catch (cause) {
        throw this.#asUnreadable(cause, signal);
      }
    };
    return { form: storedForm(coding.dtype, chunk, codec), read };
  }

  #chunks(): ZarrChunks {
    return (this.#decoder ??= new ZarrChunks(this.#store.source, this.path, this.#meta));
  }

  async #read(start: number, stop: number, signal: AbortSignal | undefined): Promise<Block> {
    const { coding } = this.#meta;
    if (coding.kind !== 'fixed') {
      const values = await assembleStrings(this.#meta, this.#grid(signal), start, stop);
      return { kind: 'string', values };
    }
    // Of bare values a chunk may be larger than any that can be decoded.
    const raw = await readRawRows(this.#store.source, this.path, this.#meta, start, stop, signal);
    return raw ?? assembleNumeric(this.#meta, coding, this.#grid(signal), start, stop);
  }

  /** Decodes each chunk once as long as reads follow each other. */
  #grid(signal: AbortSignal | undefined): Grid {
    const decoder = this.#chunks();
    return async (position, lastRow) => {
      throwIfCancelled(signal);
      const chunk: DecodedChunk | undefined =
        this.#kept.take(position) ?? (await decoder.decode(position, signal));
      const end = ((position[0] ?? 0) + 1) * (this.#meta.chunk[0] ?? 1);
      if (chunk !== undefined && lastRow < Math.min(end, this.shape[0] ?? 1)) {
        this.#kept.put(position, chunk);
      }
      return chunk;
    };
  }

  /** @throws CancelledError */
  #asUnreadable(cause: unknown, signal: AbortSignal | undefined): ConcatError {
    if (cause instanceof ConcatError) return cause;
    throwIfCancelled(signal);
    return this.unreadable(systemReason(cause), cause);
  }

  protected unreadable(reason: string, cause?: unknown): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#store.path, elem: this.path, reason, cause });
  }
}
