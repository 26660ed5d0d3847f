import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { decodeBlosc } from '../../../codecs/blosc.ts';
import { decodeZstd } from '../../../codecs/zstd.ts';
import { unshuffle } from '../../../unshuffle.ts';
import type { Filter } from './filter-message.ts';
import { verifyFletcher32 } from '../../../fletcher32.ts';
import { decompressLzf } from './lzf.ts';

export const FILTER = {
  deflate: 1,
  shuffle: 2,
  fletcher32: 3,
  lzf: 32000,
  blosc: 32001,
  zstd: 32015,
} as const;

/** Whether chunks with these filters can be decoded without the library. */
export const canUnfilter = (filters: readonly Filter[]): boolean =>
  filters.every(({ id }) => Object.values<number>(FILTER).includes(id));

const inflate = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate);
/** Below this a trip to the thread pool costs more than the work. */
const SMALL = 4096;
const SLACK = 64;

/**
 * Undoes the filters of a chunk that holds `size` bytes, inflating in the thread pool.
 * @throws Error when the chunk is damaged
 */
export async function unfilter(
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
): Promise<Uint8Array> {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    const filter = filters[i];
    if (filter !== undefined && !(mask & (1 << i))) bytes = await undo(bytes, filter, size);
  }
  if (bytes.length !== size) throw new Error(`a chunk has ${bytes.length} bytes, not ${size}`);
  return bytes;
}

/** Bytes of a value. @throws RangeError */
function shuffledBytes({ values }: Filter): number {
  const [size = 0] = values;
  if (size === 0 || values.length > 1) throw new RangeError('a shuffle of no size');
  return size;
}

async function undo(bytes: Uint8Array, filter: Filter, size: number): Promise<Uint8Array> {
  switch (filter.id) {
    case FILTER.deflate: {
      // A checksum may have been added before: then there is a little more than the chunk.
      const options = { chunkSize: Math.max(SMALL, size + SLACK), maxOutputLength: size + SLACK };
      return bytes.length < SMALL ? zlib.inflateSync(bytes, options) : inflate(bytes, options);
    }
    case FILTER.shuffle:
      return unshuffle(bytes, shuffledBytes(filter));
    case FILTER.fletcher32:
      return verifyFletcher32(bytes);
    case FILTER.lzf:
      return decompressLzf(bytes, size);
    case FILTER.blosc:
      return decodeBlosc(bytes, size + SLACK);
    case FILTER.zstd:
      return decodeZstd(bytes, size + SLACK);
    default:
      throw new Error(`no way to undo filter ${filter.id}`);
  }
}
