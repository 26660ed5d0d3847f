import { ConcatError, ElemUnreadableError, throwIfCancelled } from '../../../errors.ts';
import type { BlockDType, DataType, ReadableDType } from '../../dtype.ts';
import { nestLeaves } from '../../records.ts';
import type { Attrs, Block, StoredChunks, ValuesBlock } from '../../store.ts';
import { type Rows, StoredArray } from '../../stored-array.ts';
import { systemReason } from '../../system-error.ts';
import { dataTypeOf } from './datatype.ts';
import { UNLIMITED } from './direct/dataspace-message.ts';
import type { Filter } from './direct/filter-message.ts';
import { DirectReader } from './direct/reader.ts';
import { readRecordsDirectly } from './direct/records.ts';
import { FILTER } from './direct/unfilter.ts';
import { fileItemBytes, readDirectly, readTextStart } from './direct/values.ts';
import { storedForm, storedShuffle } from '../stored-form.ts';
import type { DirectLayout } from './direct/layout.ts';
import type { Hdf5File } from './file.ts';
import { filterName, isPlugin, isUnreadable } from './filters.ts';
import { Hdf5Error, OtherFileError, type Hdf5Metadata } from './library.ts';
import type { OpenLibrary } from './open-library.ts';
import { readPiece, readThroughLibrary, type LibrarySource } from './library-reader.ts';
import { readRecordsThroughLibrary } from './library-records.ts';

/** How the values are stored. */
export interface ArrayStorage {
  /** Of its filters, in the order in which they were applied on writing. */
  readonly filters: readonly Filter[];
  /** Null when only the library can read it. */
  readonly layout: DirectLayout | null;
}

export class Hdf5Array extends StoredArray {
  readonly path: string;
  readonly attrs: Attrs;
  readonly dtype: DataType;
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly string[];
  readonly stored: StoredChunks | null;
  protected readonly refusal = null;
  readonly #file: Hdf5File;
  readonly #type: Hdf5Metadata;
  readonly #filters: readonly Filter[];
  readonly #reader: DirectReader | undefined;

  constructor(
    file: Hdf5File,
    path: string,
    attrs: Attrs,
    type: Hdf5Metadata,
    { filters, layout }: ArrayStorage,
  ) {
    super();
    this.#file = file;
    this.#type = type;
    this.#filters = filters;
    this.path = path;
    this.attrs = attrs;
    this.dtype = dataTypeOf(type);
    this.shape = type.shape;
    this.chunks = type.chunks;
    this.filters = filters.map(filterName);
    this.#reader = this.#openReader(layout);
    this.stored = this.#openStored(layout);
  }

  protected async readRows(
    field: number | undefined,
    rows: Rows,
    dtype: ReadableDType,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    try {
      if (this.dtype.kind === 'numeric' || this.dtype.kind === 'string') {
        return await this.#read(this.dtype, rows, signal);
      }
      const leaves = await this.#readRecords(field, rows, signal);
      return nestLeaves(dtype, (rows.stop - rows.start) * rows.perRow, leaves.values());
    } catch (cause) {
      throw this.#asUnreadable(cause);
    }
  }

  protected async longTextStart(
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const { raw } = this.#file;
    if (raw === null || this.#reader === undefined) return undefined;
    try {
      return await readTextStart(this.#reader, raw.heap, this.#type, limit, signal);
    } catch (cause) {
      throw this.#asUnreadable(cause);
    }
  }

  async #read(dtype: BlockDType, rows: Rows, signal: AbortSignal | undefined): Promise<Block> {
    const { raw } = this.#file;
    if (raw !== null && this.#reader !== undefined) {
      return readDirectly(this.#reader, raw.heap, dtype, this.#type, rows, signal);
    }
    this.#refuseUnsafe();
    return readThroughLibrary(this.#file, this.path, dtype, rows.start, rows.stop, signal);
  }

  async #readRecords(
    field: number | undefined,
    rows: Rows,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock[]> {
    const { raw } = this.#file;
    if (raw !== null && this.#reader !== undefined) {
      return readRecordsDirectly(this.#reader, raw.heap, this.#type, field, rows, signal);
    }
    this.#refuseUnsafe();
    return readRecordsThroughLibrary(this.#file, this.path, field, rows, signal);
  }

  #openReader(layout: DirectLayout | null): DirectReader | undefined {
    const { raw } = this.#file;
    if (raw === null || layout === null) return undefined;
    const isScalar = this.shape?.length === 0;
    return DirectReader.open(raw.file, layout, {
      shape: isScalar ? [1] : (this.shape ?? []),
      maxShape: isScalar ? [1] : (this.#type.maxshape ?? []).map(limitOf),
      itemBytes: fileItemBytes(this.#type),
    });
  }

  #openStored(layout: DirectLayout | null): StoredChunks | null {
    const { chunks, dtype, shape } = this;
    const reader = this.#reader;
    if (reader === undefined || layout === null || chunks === null || shape === null) return null;
    const [rows = 0, ...others] = chunks;
    const isOfRows = rows > 0 && others.every((extent, i) => extent === shape[i + 1]);
    const shuffled = storedShuffle(dtype, layout.filters);
    if (!isOfRows || !this.#type.littleEndian || shuffled === null) return null;
    const form = storedForm(dtype, chunks, shuffled);
    if (form === null) return null;
    const read = async (chunk: number, signal?: AbortSignal): Promise<Uint8Array | null> => {
      throwIfCancelled(signal);
      try {
        return await reader.stored(chunk, rows);
      } catch (cause) {
        throw this.#asUnreadable(cause);
      }
    };
    return { form, read };
  }

  #asUnreadable(cause: unknown): ConcatError {
    if (cause instanceof ConcatError) return cause;
    if (cause instanceof Hdf5Error) {
      return this.unreadable(this.#missingFilter(cause) ?? cause.reason, cause);
    }
    return this.unreadable(systemReason(cause), cause);
  }

  #refuseUnsafe(): void {
    // The plugins abort the library: lzf's with damaged data, and with strings of variable length,
    // those of blosc with zlib.
    const isUnsafe = ({ id }: Filter) => id === FILTER.lzf || id === FILTER.blosc;
    const unsafe = this.#filters.find(isUnsafe) ?? this.#filters.find(isUnreadable);
    if (unsafe === undefined) return;
    throw this.unreadable(`its filter «${filterName(unsafe)}» cannot be read in this layout`);
  }

  #missingFilter(error: Hdf5Error): string | undefined {
    const plugin = this.#filters.find(isPlugin);
    // Plugins abort the library where they meet damage that they know no answer to.
    const isAbort = error.cause !== undefined;
    if (plugin === undefined || !(isAbort || /filter|plugin/iu.test(error.message)))
      return undefined;
    return `its filter «${filterName(plugin)}» is not available or failed`;
  }

  protected unreadable(reason: string, cause?: unknown): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#file.path, elem: this.path, reason, cause });
  }
}

/** HDF5 writes no limit as the largest number of 64 bits. */
const limitOf = (max: number): number | null => (max === UNLIMITED ? null : max);

/**
 * @param unusual as in `Hdf5Metadata`, where that is known
 * @throws Hdf5Error, ElemUnreadableError
 */
export function openArray(
  file: Hdf5File,
  { library, id }: OpenLibrary,
  path: string,
  attrs: Attrs,
  unusual: string | undefined,
): Hdf5Array {
  const at = `/${path}`;
  const type = library.call((wasm) => wasm.get_dataset_metadata(id, at));
  for (const { file_name: source, dset_name: name } of type.virtual_sources ?? []) {
    // The library takes fill values for what is not there. A pattern such as `%b` names several.
    const isThere =
      name.includes('%') || library.call((wasm) => wasm.get_type(id, name)) === DATASET;
    if (source === OWN_FILE && isThere) continue;
    const reason = 'its values are in other files or missing, and are not read';
    throw new ElemUnreadableError({ path: file.path, elem: path, reason });
  }
  const filters = library
    .call((wasm) => wasm.get_dataset_filters(id, at))
    .map((filter) => ({ id: filter.id, values: filter.cd_values }));
  if (type.chunks === null) refuseOtherFile({ library, id, path, type });
  const known = unusual === undefined ? type : { ...type, unusual };
  return new Hdf5Array(file, path, attrs, known, { filters, layout: null });
}

/**
 * The library says of values in another file only when it reads one.
 * @throws OtherFileError
 */
function refuseOtherFile(source: LibrarySource): void {
  const { shape, total_size: size } = source.type;
  if (shape === null || size === 0) return;
  const first = {
    items: 1,
    count: shape.map(() => 1n),
    offset: shape.map(() => 0n),
  };
  try {
    readPiece(source, first, () => undefined);
  } catch (error) {
    // All else is told where values are read.
    if (!(error instanceof Hdf5Error) || error instanceof OtherFileError) throw error;
  }
}

/** How a virtual dataset names the file that it is in. */
const OWN_FILE = '.';
/** h5wasm's `get_type` of a dataset. */
const DATASET = 1;
