import { createHash, type Hash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, open, opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreNotFoundError, StoreUnreadableError, throwIfCancelled } from '../errors.ts';
import { isUrl } from '../../shared/url.ts';
import { ClauseError } from './clause-error.ts';
import { urlStat } from './url-stat.ts';
import { asError, systemCode } from './system-error.ts';

export interface StoreStat {
  /** Of the file, or of all files in the folder; of a URL, of what its digest covers. */
  readonly bytes: number;
  /** Milliseconds since 1970: of the file, or of the newest file in the folder. */
  readonly modified: number;
  /**
   * SHA-256 of what a new writing changes even where size and time stay: the first and last 64 KiB
   * of a file; for a folder, the same of the files at its top level, which are its metadata; for a
   * URL, the metadata of its root, and what the server says of its version.
   */
  readonly digest: string;
  /** Without links, so that two names of one store compare equal. */
  readonly realPath: string;
}

/** Bytes of either end of a file that its digest covers. */
const DIGEST_BYTES = 64 * 1024;

/**
 * What tells a store from another, or from itself after a change. The size of a folder costs one
 * `stat` a file.
 * @throws StoreNotFoundError, StoreUnreadableError
 */
export async function storeStat(storePath: string): Promise<StoreStat> {
  try {
    if (isUrl(storePath)) return await urlStat(storePath);
    const realPath = await realpath(storePath);
    const own = await stat(realPath);
    if (own.isDirectory()) return { ...(await folderStat(realPath)), realPath };
    const hash = createHash('sha256');
    await addEnds(hash, realPath);
    return { bytes: own.size, modified: own.mtimeMs, digest: hash.digest('hex'), realPath };
  } catch (cause) {
    throw storeError(storePath, cause);
  }
}

/** The error that says why a store cannot be reached. */
export function storeError(storePath: string, cause: unknown): Error {
  if (cause instanceof ClauseError) {
    return new StoreUnreadableError({ path: storePath, reason: cause.message, cause });
  }
  const code = systemCode(cause);
  if (code === undefined) return asError(cause);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new StoreNotFoundError({ path: storePath, cause })
    : new StoreUnreadableError({ path: storePath, reason: code, cause });
}

async function folderStat(folder: string): Promise<Omit<StoreStat, 'realPath'>> {
  let bytes = 0;
  let modified = 0;
  const metadata: string[] = [];
  for await (const { entry, parent } of entriesIn(folder)) {
    if (entry.isDirectory()) continue;
    const entryPath = path.join(parent, entry.name);
    const { size, mtimeMs } = await lstat(entryPath);
    bytes += size;
    modified = Math.max(modified, mtimeMs);
    if (parent === folder && entry.isFile()) metadata.push(entryPath);
  }
  const hash = createHash('sha256');
  for (const file of metadata.sort()) {
    hash.update(path.basename(file)).update('\0');
    await addEnds(hash, file);
  }
  return { bytes, modified, digest: hash.digest('hex') };
}

export interface StoreSize {
  readonly bytes: number;
  /** Whether there is more, which was not counted. */
  readonly hasMore: boolean;
}

/** Entries of folders that are counted to show a size; a Zarr store can have millions of them. */
const MOST_ENTRIES = 4096;

/**
 * Size of a store to be shown, at a bounded cost: of a folder, of its first files; of a URL, of what
 * its metadata and its server say.
 * @throws StoreNotFoundError, StoreUnreadableError, CancelledError
 */
export async function storeSize(
  storePath: string,
  signal: AbortSignal | undefined,
): Promise<StoreSize> {
  try {
    if (isUrl(storePath)) return { bytes: (await urlStat(storePath)).bytes, hasMore: true };
    const realPath = await realpath(storePath);
    const own = await stat(realPath);
    if (!own.isDirectory()) return { bytes: own.size, hasMore: false };
    let bytes = 0;
    let left = MOST_ENTRIES;
    for await (const { entry, parent } of entriesIn(realPath)) {
      throwIfCancelled(signal);
      if (left-- === 0) return { bytes, hasMore: true };
      if (!entry.isDirectory()) bytes += (await lstat(path.join(parent, entry.name))).size;
    }
    return { bytes, hasMore: false };
  } catch (cause) {
    throw storeError(storePath, cause);
  }
}

interface FolderEntry {
  readonly entry: Dirent;
  readonly parent: string;
}

/** What is in a folder, and in those below it. */
async function* entriesIn(folder: string): AsyncGenerator<FolderEntry> {
  const pending = [folder];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    for await (const entry of await opendir(parent)) {
      if (entry.isDirectory()) pending.push(path.join(parent, entry.name));
      yield { entry, parent };
    }
  }
}

async function addEnds(hash: Hash, file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(DIGEST_BYTES);
    for (const position of new Set([0, Math.max(0, size - DIGEST_BYTES)])) {
      const { bytesRead } = await handle.read(buffer, 0, DIGEST_BYTES, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
