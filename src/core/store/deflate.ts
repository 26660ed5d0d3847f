import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';

const deflateAsync = promisify(deflate);
const gzipAsync = promisify(gzip);

/** zlib's worst case: five bytes in every 16 KiB, and its header and trailer. */
const deflatedBound = (size: number): number => size + Math.ceil(size / 16_384) * 5 + 64;

// Room for the whole result makes it one job of the thread pool.
const options = (chunk: Uint8Array, level: number) =>
  ({ level, chunkSize: deflatedBound(chunk.length) }) as const;

/** A chunk in zlib's format (RFC 1950), as HDF5 stores it; made in the thread pool. */
export const deflateInPool = (chunk: Uint8Array, level: number): Promise<Uint8Array> =>
  deflateAsync(chunk, options(chunk, level));

/** A chunk in gzip's format (RFC 1952), as Zarr stores it; made in the thread pool. */
export const gzipInPool = (chunk: Uint8Array, level: number): Promise<Uint8Array> =>
  gzipAsync(chunk, options(chunk, level));
