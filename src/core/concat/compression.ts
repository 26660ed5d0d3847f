import type { Options, StoreFormat } from '../../shared/options.ts';
import type { Compression } from '../store/store.ts';

/** Levels where the options name none: anndata's for gzip, the library's own for zstd. */
const DEFAULT_LEVELS = { gzip: 4, zstd: 3 } as const;
const NONE: Compression = { id: 'none' };
/** Filters that only reorder or check bytes, and ways to write values as bytes. */
const NOT_COMPRESSING: ReadonlySet<string> = new Set([
  'shuffle',
  'fletcher32',
  'bytes',
  'crc32c',
  'vlen-utf8',
  'vlen-bytes',
]);
/** The same compression under the names of HDF5 and Zarr. */
const DEFLATE: ReadonlySet<string> = new Set(['gzip', 'zlib']);

export type Sources = readonly ({ readonly filters: readonly string[] } | null)[];

/**
 * Compression of an elem as the option says it. `auto` is what its sources use: nothing, gzip, or
 * what the format of the result has in place of anything else.
 */
export function compressionOf(
  option: Options['compression'],
  format: StoreFormat,
  sources: Sources,
): Compression {
  const [codec, level] = option === 'auto' ? [autoCodec(format, sources)] : option.split(':');
  if (codec !== 'gzip' && codec !== 'zstd') return NONE;
  return { id: codec, level: level === undefined ? DEFAULT_LEVELS[codec] : Number(level) };
}

/** A compression as the option that asks for it. */
export const compressionText = (compression: Compression): Options['compression'] =>
  compression.id === 'none' ? 'none' : `${compression.id}:${compression.level}`;

function autoCodec(format: StoreFormat, sources: Sources): 'none' | 'gzip' | 'zstd' {
  const filters = sources.flatMap((source) => source?.filters ?? []);
  const compressing = filters.filter((filter) => !NOT_COMPRESSING.has(filter));
  if (compressing.length === 0) return 'none';
  const isDeflate = compressing.every((filter) => DEFLATE.has(filter));
  return format === 'h5ad' || isDeflate ? 'gzip' : 'zstd';
}
