import type { NumericDType } from '../dtype.ts';

/**
 * The form of chunks as they are written here: values in C order, little-endian, compressed by one
 * codec. Its level is nothing to those who decode, and both versions of Zarr store the same bytes.
 * @param chunk whose other dimensions are whole
 */
export const storedForm = (dtype: NumericDType, chunk: readonly number[], codec: string): string =>
  `Zarr, little-endian ${dtype}, ${chunk.join(' × ')}, ${codec}`;

/** The codecs that are written here. */
export const STORED_CODECS: ReadonlySet<string> = new Set(['gzip', 'zstd']);
