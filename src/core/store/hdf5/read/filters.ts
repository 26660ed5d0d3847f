/** Registered filter ids, by the names that AnnData's users know (`gzip` is HDF5's deflate). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'gzip'],
  [2, 'shuffle'],
  [3, 'fletcher32'],
  [4, 'szip'],
  [5, 'nbit'],
  [6, 'scaleoffset'],
  [307, 'bzip2'],
  [32000, 'lzf'],
  [32001, 'blosc'],
  [32004, 'lz4'],
  [32008, 'bitshuffle'],
  [32013, 'zfp'],
  [32015, 'zstd'],
  [32026, 'blosc2'],
]);
const LAST_BUILT_IN = 6;

export const filterName = (id: number): string => NAMES.get(id) ?? `filter ${id}`;

/** Whether the filter comes from a plugin, so that it may be missing. */
export const isPlugin = (id: number): boolean => id > LAST_BUILT_IN;
