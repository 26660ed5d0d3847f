import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { StoreUnreadableError, throwIfCancelled } from '../errors.ts';
import { openHdf5 } from './hdf5/read/open.ts';
import { openZarr } from './zarr/read/open.ts';
import { storeError } from './stat.ts';
import type { Store } from './store.ts';

const HDF5_SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
/** What else a file may begin with, and what a user should know then. */
const OTHER_SIGNATURES: readonly (readonly [signature: Buffer, reason: string])[] = [
  [Buffer.from([0x1f, 0x8b]), 'it is compressed with gzip; decompress it first'],
  [Buffer.from('PK\x03\x04', 'latin1'), 'it is a zip archive; unpack it first'],
];

/**
 * Opens a store at the cost of its root's metadata. What it is depends on its content: the HDF5
 * signature at byte 0, 512, 1024 … of a file, or Zarr's metadata in a folder.
 * @throws StoreNotFoundError
 * @throws StoreUnreadableError when it is empty, truncated, of another format or not permitted
 * @throws CancelledError
 */
export async function openStore(path: string, signal?: AbortSignal): Promise<Store> {
  throwIfCancelled(signal);
  try {
    const realPath = await realpath(path);
    const stats = await stat(realPath);
    if (stats.isDirectory()) return await openZarr(path, realPath);
    if (!stats.isFile()) {
      throw new StoreUnreadableError({ path, reason: 'it is neither a file nor a folder' });
    }
    await checkSignature(path, realPath, stats.size);
    throwIfCancelled(signal);
    return await openHdf5(path, realPath);
  } catch (cause) {
    throw storeError(path, cause);
  }
}

async function checkSignature(path: string, realPath: string, size: number): Promise<void> {
  if (size === 0) throw new StoreUnreadableError({ path, reason: 'the file is empty' });
  const handle = await open(realPath);
  try {
    for (let at = 0; at < size; at = at === 0 ? 512 : at * 2) {
      if ((await bytesAt(handle, at)).equals(HDF5_SIGNATURE)) return;
    }
    const start = await bytesAt(handle, 0);
    const other = OTHER_SIGNATURES.find(([bytes]) => start.subarray(0, bytes.length).equals(bytes));
    throw new StoreUnreadableError({ path, reason: other?.[1] ?? 'it is not an HDF5 file' });
  } finally {
    await handle.close();
  }
}

async function bytesAt(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, position);
  return buffer.subarray(0, bytesRead);
}
