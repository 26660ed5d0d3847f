import { lstat, opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreNotFoundError, StoreUnreadableError } from '../errors.ts';
import { asError, systemCode } from './system-error.ts';

export interface StoreStat {
  /** Of the file, or of all files in the folder. */
  readonly bytes: number;
  /** Milliseconds since 1970: of the file, or of the newest file at the folder's top level. */
  readonly modified: number;
  /** Without links, so that two names of one store compare equal. */
  readonly realPath: string;
}

/**
 * What the file system says of a store. The size of a folder costs one `stat` a file.
 * @throws StoreNotFoundError, StoreUnreadableError
 */
export async function storeStat(storePath: string): Promise<StoreStat> {
  try {
    const realPath = await realpath(storePath);
    const own = await stat(realPath);
    if (!own.isDirectory()) return { bytes: own.size, modified: own.mtimeMs, realPath };
    return { ...(await folderStat(realPath)), realPath };
  } catch (cause) {
    throw storeError(storePath, cause);
  }
}

/** The error that says why a store cannot be reached. */
export function storeError(storePath: string, cause: unknown): Error {
  const code = systemCode(cause);
  if (code === undefined) return asError(cause);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new StoreNotFoundError({ path: storePath, cause })
    : new StoreUnreadableError({ path: storePath, reason: code, cause });
}

async function folderStat(folder: string): Promise<{ bytes: number; modified: number }> {
  let bytes = 0;
  let modified = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for await (const entry of await opendir(next)) {
      const entryPath = path.join(next, entry.name);
      if (entry.isDirectory()) {
        pending.push(entryPath);
        continue;
      }
      const { size, mtimeMs } = await lstat(entryPath);
      bytes += size;
      if (next === folder) modified = Math.max(modified, mtimeMs);
    }
  }
  return { bytes, modified };
}
