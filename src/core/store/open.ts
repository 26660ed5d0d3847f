import { realpath, stat } from 'node:fs/promises';
import { StoreUnreadableError, throwIfCancelled } from '../errors.ts';
import { isUrl } from '../../shared/url.ts';
import { openHdf5 } from './hdf5/read/open.ts';
import { storeError } from './stat.ts';
import type { Store } from './store.ts';
import { isZip, openZipFile } from './open-zip.ts';
import { openUrl } from './open-url.ts';
import { openZarr } from './zarr/read/open.ts';
import { FolderSource } from './zarr/read/source/folder.ts';

/**
 * Opens a store at the cost of its root's metadata. What it is depends on its content: the HDF5
 * signature at byte 0, 512, 1024 … of a file, or Zarr's metadata in a folder, a zip archive, or below
 * an HTTP URL.
 * @throws StoreNotFoundError
 * @throws StoreUnreadableError when it is empty, truncated, of another format or not permitted
 * @throws CancelledError
 */
export async function openStore(path: string, signal?: AbortSignal): Promise<Store> {
  throwIfCancelled(signal);
  try {
    if (isUrl(path)) return await openUrl(path, signal);
    const realPath = await realpath(path);
    const stats = await stat(realPath);
    if (stats.isDirectory()) {
      const store = await openZarr(path, new FolderSource(realPath));
      if (store !== undefined) return store;
      throw new StoreUnreadableError({ path, reason: 'it is a folder without Zarr metadata' });
    }
    if (stats.isFile()) {
      return (await isZip(realPath))
        ? await openZipFile(path, realPath)
        : await openHdf5(path, realPath);
    }
    throw new StoreUnreadableError({ path, reason: 'it is neither a file nor a folder' });
  } catch (cause) {
    throw storeError(path, cause);
  }
}
