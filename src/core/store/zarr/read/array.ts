import { ConcatError, ElemUnreadableError, throwIfCancelled } from '../../../errors.ts';
import { ArrayChunks, type DecodedChunk } from '../../chunk-cache.ts';
import type { DataType } from '../../dtype.ts';
import { emptyBlock } from '../../empty-block.ts';
import type { ArrayNode, Attrs, Block } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import { codecNames, type ZarrArrayMeta } from './array-meta.ts';
import { ZarrChunks } from './chunks.ts';
import { dataTypeOf } from './coding.ts';
import { assembleNumeric, assembleStrings, type Grid } from './assemble.ts';
import type { ZarrStore } from './group.ts';
import { readRawRows } from './raw-rows.ts';

/** An array, whose chunks are under its path in the store's source. */
export class ZarrArray implements ArrayNode {
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
    if ((stop - start) * perRow === 0) return emptyBlock(this.dtype);
    try {
      return await this.#read(start, stop, signal);
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
