import type { Filter } from './direct/filter-message.ts';
import { hasPlugin } from './plugins.ts';

interface KnownFilter {
  readonly name: string;
  /** The file that decodes it; null where no plugin is needed, undefined where there is none. */
  readonly plugin: string | null | undefined;
}

const known = (name: string, plugin?: string | null): KnownFilter => ({ name, plugin });

/**
 * Registered filters (the HDF Group's list, and h5py's `lzf`), by the names that AnnData's users
 * know: `gzip` is HDF5's deflate.
 */
const FILTERS: ReadonlyMap<number, KnownFilter> = new Map([
  [1, known('gzip', null)],
  [2, known('shuffle', null)],
  [3, known('fletcher32', null)],
  [4, known('szip', null)],
  [5, known('nbit', null)],
  [6, known('scaleoffset', null)],
  [307, known('bzip2', 'libH5Zbz2.so')],
  // By our own code.
  [32000, known('lzf', null)],
  [32001, known('blosc', null)],
  [32004, known('lz4', 'libH5Zlz4.so')],
  [32008, known('bitshuffle', 'libH5Zbshuf.so')],
  [32013, known('zfp', 'libH5Zzfp.so')],
  [32015, known('zstd', null)],
  [32017, known('sz')],
  [32018, known('fcidecomp')],
  [32024, known('sz3')],
  [32026, known('blosc2', 'libH5Zblosc2.so')],
  [32028, known('sperr')],
]);
const LAST_BUILT_IN = 6;

/** Position and value of zlib among the parameters of blosc2. */
const BLOSC2 = { id: 32026, codec: 6, zlib: 4 } as const;

/** A filter's name, or `filter 32017 (sz)` and `filter 31999` of those that cannot be read here. */
export function filterName({ id, values }: Filter): string {
  const filter = FILTERS.get(id);
  if (filter === undefined) return `filter ${id}`;
  const { name, plugin } = filter;
  // The plugin was built without zlib, and aborts the library.
  if (id === BLOSC2.id && values[BLOSC2.codec] === BLOSC2.zlib)
    return `filter ${id} (${name}, zlib)`;
  const isThere = plugin === null || (plugin !== undefined && hasPlugin(plugin));
  return isThere ? name : `filter ${id} (${name})`;
}

export const isUnreadable = (filter: Filter): boolean => filterName(filter).startsWith('filter ');

/** Whether the filter comes from a plugin, so that it may be missing. */
export const isPlugin = ({ id }: Filter): boolean => id > LAST_BUILT_IN;
