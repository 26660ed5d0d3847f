import { StoreUnreadableError } from '../../../errors.ts';
import type { Store } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import { openNode, reasonOf } from './group.ts';
import { versionOf, type ZarrVersion } from './node-meta.ts';
import type { ZarrSource } from './source/source.ts';
import { openTree } from './tree.ts';

/**
 * Opens a Zarr store of version 2 or 3; undefined when there is no Zarr metadata at the source's
 * root. The store owns the source: it closes it, also when it cannot be opened.
 * @param path as given by the user
 * @throws StoreUnreadableError, or the system's error
 */
export async function openZarr(path: string, source: ZarrSource): Promise<Store | undefined> {
  try {
    const version = await versionOf(source);
    if (version !== undefined) return await openVersion(path, source, version);
  } catch (cause) {
    await source.close();
    if (cause instanceof StoreUnreadableError || systemCode(cause) !== undefined) throw cause;
    throw new StoreUnreadableError({ path, reason: reasonOf(cause), cause });
  }
  await source.close();
  return undefined;
}

async function openVersion(path: string, source: ZarrSource, version: ZarrVersion): Promise<Store> {
  const tree = await openTree(source, version);
  const root = await openNode({ path, source, tree }, '');
  if (root.kind === 'array') {
    throw new StoreUnreadableError({ path, reason: 'it is a Zarr array, not a group' });
  }
  return {
    path,
    format: version === 3 ? 'zarr3' : 'zarr2',
    root,
    close: () => source.close(),
  };
}
