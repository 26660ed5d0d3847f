import { checkSize } from './sizes.ts';
import { checkZstdSize, zstdHeader } from './zstd-frame.ts';

/** Bytes: the window that the zstd library, too, allows at most unless it is told to. */
const MAX_WINDOW = 2 ** 27;

/** @throws Error when it is damaged, or holds more than `limit` bytes */
export async function decodeZstd(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const { contentSize, windowSize = 0 } = zstdHeader(bytes);
  if (contentSize === undefined) {
    if (windowSize > MAX_WINDOW) throw new Error(`a zstd frame asks for ${windowSize} bytes`);
    checkZstdSize(bytes, limit);
  } else checkSize(contentSize, limit);
  // Loaded where it is needed: it is WebAssembly, which few stores take.
  const { default: Zstd } = await import('numcodecs/zstd');
  return Zstd.fromConfig({ id: 'zstd' }).decode(bytes);
}
