import type { Dirent } from 'node:fs';
import { lstat, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { ensureFolder } from '../../store/place-state.ts';
import { syncEntry } from '../../store/sync-entry.ts';

export interface PublishedFile {
  /** Relative to the folder they were brought to. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Moves all files of a folder to the same places in another on the same disk, each in one step, over
 * what is there. They are on the disk before; that they have moved is, too, at the end.
 */
export async function publish(from: string, to: string): Promise<readonly PublishedFile[]> {
  const published: PublishedFile[] = [];
  const folders = [''];
  for (const folder of folders) {
    const entries: readonly Dirent[] = await readdir(path.join(from, folder), {
      withFileTypes: true,
    });
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const inner = path.join(folder, name);
      await ensureFolder(path.join(to, inner));
      folders.push(inner);
    }
    for (const { name } of entries.filter((entry) => !entry.isDirectory())) {
      const file = path.join(folder, name);
      const { size } = await lstat(path.join(from, file));
      await rename(path.join(from, file), path.join(to, file));
      published.push({ path: file, bytes: size });
    }
  }
  for (const folder of folders.reverse()) await syncEntry(path.join(to, folder));
  return published;
}
