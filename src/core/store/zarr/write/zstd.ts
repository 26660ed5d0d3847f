import * as zlib from 'node:zlib';
import Zstd from 'numcodecs/zstd';

type Compress = (chunk: Uint8Array, level: number) => Promise<Uint8Array>;
type ZlibCompress = (
  chunk: Uint8Array,
  options: { readonly params: Readonly<Record<number, number>> },
  done: (error: Error | null, result: Uint8Array) => void,
) => void;

const isZlibCompress = (value: unknown): value is ZlibCompress => typeof value === 'function';

/** Node's own, which works in the thread pool; undefined before Node 22.15. */
function nodeZstd(): Compress | undefined {
  const compress: unknown = Reflect.get(zlib, 'zstdCompress');
  const parameter: unknown = Reflect.get(zlib.constants, 'ZSTD_c_compressionLevel');
  if (!isZlibCompress(compress) || typeof parameter !== 'number') return undefined;
  return (chunk, level) =>
    new Promise((resolve, reject) => {
      compress(chunk, { params: { [parameter]: level } }, (error, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
    });
}

const wasmZstd: Compress = async (chunk, level) =>
  Zstd.fromConfig({ id: 'zstd', level }).encode(chunk);

/** A chunk as one zstd frame. @param level 1 to 22 */
export const compressZstd: Compress = nodeZstd() ?? wasmZstd;
