import { StoreNotFoundError, StoreUnreadableError } from '../errors.ts';
import { HDF5_SIGNATURE } from './hdf5/read/direct/superblock.ts';
import { httpGetRange, type HttpPart } from './http/get.ts';
import { HTTP_OPTIONS, type HttpOptions } from './http/request.ts';
import { isZipStart, openZip } from './open-zip.ts';
import type { Store } from './store.ts';
import { openZarr } from './zarr/read/open.ts';
import { HttpBlob, HttpSource } from './zarr/read/source/http.ts';

const HDF5_SUFFIX = /\.(h5ad|h5|hdf5)$/iu;

/**
 * Opens a Zarr store on a server, or a zip archive of one.
 * @throws StoreNotFoundError, StoreUnreadableError, HttpError, CancelledError
 */
export async function openUrl(
  path: string,
  signal?: AbortSignal,
  options: HttpOptions = HTTP_OPTIONS,
): Promise<Store> {
  const pathname = pathOf(path);
  if (HDF5_SUFFIX.test(pathname)) throw hdf5OverHttp(path);
  if (!pathname.endsWith('.zip')) {
    const store = await openZarr(path, new HttpSource(path, options));
    if (store !== undefined) return store;
  }
  const start = await startOf(path, signal, options);
  if (Buffer.from(start.bytes).equals(HDF5_SIGNATURE)) throw hdf5OverHttp(path);
  if (!isZipStart(start.bytes)) {
    throw new StoreUnreadableError({ path, reason: 'there is no Zarr metadata at this URL' });
  }
  return openZip(path, new HttpBlob(path, start, options), { isLocal: false });
}

/** @throws StoreUnreadableError when it is no URL that can be asked for */
function pathOf(path: string): string {
  let url;
  try {
    url = new URL(path);
  } catch (cause) {
    throw new StoreUnreadableError({ path, reason: 'it is no URL', cause });
  }
  if (url.username === '' && url.password === '') return url.pathname;
  throw new StoreUnreadableError({ path, reason: 'a URL must not hold a password' });
}

const hdf5OverHttp = (path: string): StoreUnreadableError =>
  new StoreUnreadableError({
    path,
    reason: 'HDF5 files cannot be read over HTTP; download it, or give the URL of a Zarr store',
  });

async function startOf(
  path: string,
  signal: AbortSignal | undefined,
  options: HttpOptions,
): Promise<HttpPart> {
  const range = { offset: 0, length: HDF5_SIGNATURE.length };
  const start = await httpGetRange(path, range, signal, options);
  if (start === undefined) throw new StoreNotFoundError({ path });
  return start;
}
