import * as zlib from 'node:zlib';

type Compress = (chunk: Uint8Array, level: number) => Promise<Uint8Array>;
type ZlibCompress = (
  chunk: Uint8Array,
  options: {
    readonly params: Readonly<Record<number, number>>;
    readonly pledgedSrcSize: number;
    readonly chunkSize: number;
  },
  done: (error: Error | null, result: Uint8Array) => void,
) => void;

/** What zstd takes at most (ZSTD_compressBound), and its headers. */
const compressedBound = (size: number): number => size + Math.ceil(size / 256) + 1024;

const isZlibCompress = (value: unknown): value is ZlibCompress => typeof value === 'function';

/**
 * Node's own, which works in the thread pool; undefined before Node 22.15. Unless it is told the size,
 * it takes several times the memory, and leaves the size out, which numcodecs needs to decompress.
 */
function nodeZstd(): Compress | undefined {
  const compress: unknown = Reflect.get(zlib, 'zstdCompress');
  const parameter: unknown = Reflect.get(zlib.constants, 'ZSTD_c_compressionLevel');
  if (!isZlibCompress(compress) || typeof parameter !== 'number') return undefined;
  return async (chunk, level) => {
    // Room for the whole result makes it one job of the thread pool.
    const chunkSize = compressedBound(chunk.length);
    const options = { params: { [parameter]: level }, pledgedSrcSize: chunk.length, chunkSize };
    const frame = await new Promise<Uint8Array>((resolve, reject) => {
      compress(chunk, options, (error, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
    });
    return tellsSize(frame) ? frame : wasmZstd(chunk, level);
  };
}

/** By the frame header's descriptor (RFC 8878, section 3.1.1.1.1). */
const tellsSize = (frame: Uint8Array): boolean => ((frame[4] ?? 0) & 0b1110_0000) !== 0;

const wasmZstd: Compress = async (chunk, level) => {
  const { default: Zstd } = await import('numcodecs/zstd');
  return Zstd.fromConfig({ id: 'zstd', level }).encode(chunk);
};

/** A chunk as one zstd frame. @param level 1 to 22 */
export const compressZstd: Compress = nodeZstd() ?? wasmZstd;
