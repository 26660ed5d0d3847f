import { checkSize, viewOf } from './sizes.ts';

const HEADER = 16;

/**
 * A chunk of c-blosc 1, as Zarr and HDF5's filter store it. The library trusts the sizes in its
 * header, which says all that decoding takes.
 * @throws Error when it is damaged, or holds more than `limit` bytes
 */
export async function decodeBlosc(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const header = viewOf(bytes, HEADER);
  const stored = header.getUint32(12, true);
  if (stored !== bytes.length) {
    throw new Error(`a chunk has ${bytes.length} bytes, not ${stored}`);
  }
  checkSize(header.getUint32(4, true), limit);
  // Loaded where it is needed: it is WebAssembly, which few stores take.
  const { default: Blosc } = await import('numcodecs/blosc');
  return Blosc.fromConfig({ id: 'blosc' }).decode(bytes);
}
