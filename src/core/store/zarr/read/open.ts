import { StoreUnreadableError } from '../../../errors.ts';
import type { GroupNode, Store } from '../../store.ts';
import { openNode, reasonOf } from './group.ts';
import { zarrVersion } from './node-meta.ts';
import { systemCode } from '../../system-error.ts';

/**
 * Opens a folder with Zarr metadata, version 2 or 3.
 * @param path as given by the user
 * @param folder where it is
 * @throws StoreUnreadableError
 */
export async function openZarr(path: string, folder: string): Promise<Store> {
  const version = await zarrVersion(folder);
  if (version === undefined) {
    throw new StoreUnreadableError({ path, reason: 'it is a folder without Zarr metadata' });
  }
  const root = await openRoot(path, folder, version);
  return {
    path,
    format: version === 3 ? 'zarr3' : 'zarr2',
    root,
    // Files are opened for each read and closed after it.
    close: () => Promise.resolve(),
  };
}

async function openRoot(path: string, folder: string, version: 2 | 3): Promise<GroupNode> {
  let root;
  try {
    root = await openNode({ path, version }, folder, '');
  } catch (cause) {
    if (systemCode(cause) !== undefined) throw cause;
    throw new StoreUnreadableError({ path, reason: reasonOf(cause), cause });
  }
  if (root.kind === 'group') return root;
  throw new StoreUnreadableError({ path, reason: 'it is a Zarr array, not a group' });
}
