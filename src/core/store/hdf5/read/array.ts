import { ConcatError, ElemUnreadableError, throwIfCancelled } from '../../../errors.ts';
import type { DataType } from '../../dtype.ts';
import type { ArrayNode, Attrs, Block } from '../../store.ts';
import { emptyBlock } from '../../empty-block.ts';
import { asError, systemCode } from '../../system-error.ts';
import { addressOf } from './address.ts';
import { readAttrs } from './attrs.ts';
import { dataTypeOf } from './datatype.ts';
import { DirectReader } from './direct/reader.ts';
import { FILTER } from './direct/unfilter.ts';
import { fileItemBytes, readDirectly } from './direct/values.ts';
import type { Hdf5File } from './file.ts';
import { filterName, isPlugin } from './filters.ts';
import { Hdf5Error, type Hdf5Metadata } from './library.ts';
import { readThroughLibrary } from './library-reader.ts';

export class Hdf5Array implements ArrayNode {
  readonly kind = 'array';
  readonly path: string;
  readonly attrs: Attrs;
  readonly dtype: DataType;
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly string[];
  readonly #file: Hdf5File;
  readonly #type: Hdf5Metadata;
  readonly #filterIds: readonly number[];
  #reader: Promise<DirectReader | undefined> | undefined;

  constructor(
    file: Hdf5File,
    path: string,
    attrs: Attrs,
    type: Hdf5Metadata,
    filterIds: readonly number[],
  ) {
    this.#file = file;
    this.#type = type;
    this.#filterIds = filterIds;
    this.path = path;
    this.attrs = attrs;
    this.dtype = dataTypeOf(type);
    this.shape = type.shape;
    this.chunks = type.chunks;
    this.filters = filterIds.map(filterName);
  }

  async read(start: number, stop: number, signal?: AbortSignal): Promise<Block> {
    throwIfCancelled(signal);
    const rows = this.shape === null ? 0 : (this.shape[0] ?? 1);
    if (!(start >= 0 && start <= stop && stop <= rows)) {
      throw new RangeError(`rows ${start} to ${stop} of ${rows}`);
    }
    if (this.dtype.kind === 'opaque') {
      throw this.#unreadable(`values of type «${this.dtype.name}» cannot be read`);
    }
    const perRow = (this.shape ?? []).slice(1).reduce((product, n) => product * n, 1);
    if ((stop - start) * perRow === 0) return emptyBlock(this.dtype);
    try {
      return await this.#read(this.dtype, { start, stop, perRow }, signal);
    } catch (cause) {
      if (cause instanceof ConcatError) throw cause;
      if (cause instanceof Hdf5Error) {
        throw this.#unreadable(this.#missingFilter(cause) ?? cause.reason, cause);
      }
      throw this.#unreadable(systemCode(cause) ?? asError(cause).message, cause);
    }
  }

  async #read(
    dtype: Exclude<DataType, { kind: 'opaque' }>,
    rows: { readonly start: number; readonly stop: number; readonly perRow: number },
    signal: AbortSignal | undefined,
  ): Promise<Block> {
    const { raw } = this.#file;
    const reader = await (this.#reader ??= this.#openReader());
    if (raw !== null && reader !== undefined) {
      return readDirectly(reader, raw.heap, dtype, this.#type, rows, signal);
    }
    if (this.#filterIds.includes(FILTER.lzf)) {
      // The plugin aborts the library with damaged data, and with strings of variable length.
      throw this.#unreadable('its filter «lzf» cannot be read in this layout');
    }
    const source = { file: this.#file, path: this.path, type: this.#type };
    return readThroughLibrary(source, dtype, rows.start, rows.stop, signal);
  }

  /** Undefined when only the library can read the values. */
  async #openReader(): Promise<DirectReader | undefined> {
    const { raw } = this.#file;
    if (raw === null) return undefined;
    const address = addressOf(this.#file, this.path);
    if (address === undefined) return undefined;
    const isScalar = this.shape?.length === 0;
    return DirectReader.open(raw.file, address, {
      shape: isScalar ? [1] : (this.shape ?? []),
      maxShape: isScalar ? [1] : (this.#type.maxshape ?? []).map(limitOf),
      itemBytes: fileItemBytes(this.#type),
    });
  }

  #missingFilter(error: Hdf5Error): string | undefined {
    const plugin = this.#filterIds.find(isPlugin);
    if (plugin === undefined || !/filter|plugin/iu.test(error.message)) return undefined;
    return `its filter «${filterName(plugin)}» is not available or failed`;
  }

  #unreadable(reason: string, cause?: unknown): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#file.path, elem: this.path, reason, cause });
  }
}

/** HDF5 writes no limit as the largest number of 64 bits. */
const limitOf = (max: number): number | null => (max >= 2 ** 63 ? null : max);

/** @throws Hdf5Error */
export function openArray(file: Hdf5File, path: string): Hdf5Array {
  const { library, id } = file;
  const at = `/${path}`;
  const type = library.call((wasm) => wasm.get_dataset_metadata(id, at));
  const filters = library.call((wasm) => wasm.get_dataset_filters(id, at));
  const attrs = readAttrs(library, id, at);
  return new Hdf5Array(
    file,
    path,
    attrs,
    type,
    filters.map((filter) => filter.id),
  );
}
