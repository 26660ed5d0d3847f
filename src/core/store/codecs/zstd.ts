import * as zlib from 'node:zlib';
import { checkSize } from './sizes.ts';
import { decodeBlocks, zstdFrameSize, zstdHeader } from './zstd-frame.ts';

/** Bytes: the window that the zstd library, too, allows at most unless it is told to. */
const MAX_WINDOW = 2 ** 27;
/** A result that fits, with room to spare, is one job of the thread pool. */
const ROOM = 64;

type Decompress = (frame: Uint8Array, size: number) => Promise<Uint8Array>;
type ZlibDecompress = (
  frame: Uint8Array,
  options: { readonly chunkSize: number; readonly maxOutputLength: number },
  done: (error: Error | null, result: Uint8Array) => void,
) => void;

const isZlibDecompress = (value: unknown): value is ZlibDecompress => typeof value === 'function';

/** Node's own, which works in the thread pool; undefined before Node 22.15. */
function nodeZstd(): Decompress | undefined {
  const decompress: unknown = Reflect.get(zlib, 'zstdDecompress');
  if (!isZlibDecompress(decompress)) return undefined;
  return (frame, size) =>
    new Promise((resolve, reject) => {
      const options = { chunkSize: size + ROOM, maxOutputLength: size };
      decompress(frame, options, (cause, result) => {
        if (cause === null && result.length === size) resolve(result);
        else reject(new Error('a chunk is a damaged zstd frame', { cause }));
      });
    });
}

const decompress = nodeZstd();

/** @throws Error when it is damaged, or holds more than `limit` bytes */
export async function decodeZstd(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const header = zstdHeader(bytes);
  const { contentSize = null, windowSize = 0 } = header;
  if (contentSize === null) {
    if (windowSize > MAX_WINDOW) throw new Error(`a zstd frame asks for ${windowSize} bytes`);
    const blocks: Uint8Array[] = [];
    // The library verifies checksums, and knows its way in several frames; it keeps to no limit.
    const isAll = header.checksum === 0 && zstdFrameSize(bytes, header) === bytes.length;
    decodeBlocks(bytes, limit, (block) => {
      if (isAll) blocks.push(block.slice());
    });
    if (isAll) return Buffer.concat(blocks);
  } else {
    checkSize(contentSize, limit);
    // It keeps as much beside the result, and passes over what is behind the frame.
    const isFit = contentSize > 0 && contentSize <= MAX_WINDOW && windowSize <= MAX_WINDOW;
    if (decompress !== undefined && isFit && zstdFrameSize(bytes, header) === bytes.length) {
      return decompress(bytes, contentSize);
    }
  }
  // Loaded where it is needed: it is WebAssembly, which few stores take.
  const { default: Zstd } = await import('numcodecs/zstd');
  return Zstd.fromConfig({ id: 'zstd' }).decode(bytes);
}
