import { open } from 'node:fs/promises';
import { StoreUnreadableError } from '../errors.ts';
import type { Store } from './store.ts';
import { openZarr } from './zarr/read/open.ts';
import { FileBlob, type Blob } from './zarr/read/source/blob.ts';
import { ZipSource } from './zarr/read/source/zip.ts';

/** Of the first member, or of the directory when there is none. */
const SIGNATURES = ['PK\x03\x04', 'PK\x05\x06'];
const SIGNATURE_BYTES = 4;

export const isZipStart = (bytes: Uint8Array): boolean =>
  SIGNATURES.includes(Buffer.from(bytes.subarray(0, SIGNATURE_BYTES)).toString('latin1'));

export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return isZipStart(buffer);
  } finally {
    await handle.close();
  }
}

/** Opens the Zarr store in a zip archive. @throws ClauseError, StoreUnreadableError */
export const openZipFile = async (path: string, file: string): Promise<Store> =>
  openZip(path, await FileBlob.open(file), { isLocal: true });

/** The same, of an archive that may be elsewhere. Owns the blob. */
export async function openZip(
  path: string,
  blob: Blob,
  options: { readonly isLocal: boolean },
): Promise<Store> {
  const store = await openZarr(path, await ZipSource.open(blob, options));
  if (store !== undefined) return store;
  throw new StoreUnreadableError({ path, reason: 'it is a zip archive without Zarr metadata' });
}
