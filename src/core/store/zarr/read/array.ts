import { ConcatError, ElemUnreadableError, throwIfCancelled } from '../../../errors.ts';
import { ArrayChunks, type DecodedChunk } from '../../chunk-cache.ts';
import type { DataType } from '../../dtype.ts';
import { emptyBlock } from '../../empty-block.ts';
import { fieldDType, fieldOf, plainBlock, type FieldReader } from '../../field-array.ts';
import { nestLeaves } from '../../records.ts';
import type { ArrayNode, Attrs, Block, ValuesBlock } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import { codecNames, type ZarrArrayMeta } from './array-meta.ts';
import { ZarrChunks } from './chunks.ts';
import { dataTypeOf } from './coding.ts';
import { assembleRecords } from './assemble-records.ts';
import { assembleNumeric, assembleStrings, type Grid } from './assemble.ts';
import type { ZarrStore } from './group.ts';
import { readRawRows } from './raw-rows.ts';

/** An array, whose chunks are under its path in the store's source. */
export class ZarrArray implements ArrayNode, FieldReader {
  readonly kind = 'array';
  readonly path: string;
  readonly attrs: Attrs;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly filters: readonly string[];
  readonly #store: ZarrStore;
  readonly #meta: ZarrArrayMeta;
  readonly #kept = new ArrayChunks();
  #decoder: ZarrChunks | undefined;

  constructor(store: ZarrStore, path: string, meta: ZarrArrayMeta) {
    this.#store = store;
    this.#meta = meta;
    this.path = path;
    this.attrs = meta.attrs;
    this.dtype = dataTypeOf(meta.coding);
    this.shape = meta.shape;
    this.chunks = meta.chunk;
    this.filters = codecNames(meta);
  }

  async read(start: number, stop: number, signal?: AbortSignal): Promise<Block> {
    return plainBlock(this, await this.readValues(start, stop, signal));
  }

  field(name: string): ArrayNode {
    return fieldOf(this, name, this);
  }

  async readValues(start: number, stop: number, signal?: AbortSignal): Promise<ValuesBlock> {
    return this.#readChecked(undefined, start, stop, signal);
  }

  async readField(
    field: number,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    return this.#readChecked(field, start, stop, signal);
  }

  async #readChecked(
    field: number | undefined,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    throwIfCancelled(signal);
    const rows = this.shape[0] ?? 1;
    if (!(start >= 0 && start <= stop && stop <= rows)) {
      throw new RangeError(`rows ${start} to ${stop} of ${rows}`);
    }
    if (this.dtype.kind === 'opaque') {
      throw this.#unreadable(`values of type «${this.dtype.name}» cannot be read`);
    }
    if (this.#meta.unsupported !== null) throw this.#unreadable(this.#meta.unsupported);
    const perRow = this.shape.slice(1).reduce((product, n) => product * n, 1);
    const dtype = fieldDType(this.dtype, field);
    if ((stop - start) * perRow === 0) return emptyBlock(dtype);
    try {
      const { coding } = this.#meta;
      if (coding.kind !== 'records') return await this.#read(start, stop, signal);
      const rows = { start, stop, perRow };
      const leaves = await assembleRecords(this.#meta, coding, this.#grid(signal), field, rows);
      return nestLeaves(dtype, (stop - start) * perRow, leaves.values());
    } catch (cause) {
      if (cause instanceof ConcatError) throw cause;
      throwIfCancelled(signal);
      throw this.#unreadable(systemCode(cause) ?? reasonOf(cause), cause);
    }
  }

  async #read(start: number, stop: number, signal: AbortSignal | undefined): Promise<Block> {
    const grid = this.#grid(signal);
    const { coding } = this.#meta;
    if (coding.kind !== 'fixed') {
      return { kind: 'string', values: await assembleStrings(this.#meta, grid, start, stop) };
    }
    const raw = await readRawRows(this.#store.source, this.path, this.#meta, start, stop, signal);
    return raw ?? assembleNumeric(this.#meta, coding, grid, start, stop);
  }

  /** Decodes each chunk once as long as reads follow each other. */
  #grid(signal: AbortSignal | undefined): Grid {
    const decoder = (this.#decoder ??= new ZarrChunks(this.#store.source, this.path, this.#meta));
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

  #unreadable(reason: string, cause?: unknown): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#store.path, elem: this.path, reason, cause });
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
