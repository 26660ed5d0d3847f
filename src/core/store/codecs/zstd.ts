import Zstd from 'numcodecs/zstd';
import { checkSize } from './sizes.ts';
import { checkZstdSize, zstdHeader } from './zstd-frame.ts';

/** Bytes: the window that the zstd library, too, allows at most unless it is told to. */
const MAX_WINDOW = 2 ** 27;

/** @throws Error when it is damaged, or holds more than `limit` bytes */
export function decodeZstd(bytes: Uint8Array, limit: number): Uint8Array | Promise<Uint8Array> {
  const { contentSize, windowSize = 0 } = zstdHeader(bytes);
  if (contentSize === undefined) {
    if (windowSize > MAX_WINDOW) throw new Error(`a zstd frame asks for ${windowSize} bytes`);
    checkZstdSize(bytes, limit);
  } else checkSize(contentSize, limit);
  return Zstd.fromConfig({ id: 'zstd' }).decode(bytes);
}
