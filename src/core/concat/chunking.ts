import type { StoreFormat } from '../../shared/options.ts';

/** Sizes of the chunks of a result: the same in all of it, whatever the inputs have. */
export interface Chunking {
  /** Entries of a sparse matrix in a chunk. */
  readonly sparseEntries: number;
  /** Bytes of a compressed dense matrix in a chunk. */
  readonly denseBytes: number;
  /** Values of a compressed column in a chunk. */
  readonly columnValues: number;
  /** Text is compressed as numbers are. */
  readonly compressesText: boolean;
}

/** 512 KiB of float32 fit the chunk cache that HDF5 readers have by default (1 MiB). */
const HDF5: Chunking = {
  sparseEntries: 131_072,
  denseBytes: 512 * 1024,
  columnValues: 65_536,
  // HDF5 compresses the addresses of the strings, not the strings.
  compressesText: false,
};
/** A chunk is a file, or a request to a shard: 10⁶ values take readers the least time per value. */
const ZARR: Chunking = {
  sparseEntries: 2 ** 20,
  denseBytes: 4 * 1024 * 1024,
  columnValues: 2 ** 20,
  compressesText: true,
};

export const chunkingOf = (format: StoreFormat): Chunking => (format === 'h5ad' ? HDF5 : ZARR);
