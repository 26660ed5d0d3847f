import { lstat, mkdir, readFile } from 'node:fs/promises';
import { systemCode } from './system-error.ts';

/** Whether something is there, be it a link that leads nowhere. */
export async function exists(place: string): Promise<boolean> {
  return (await sizeOf(place)) !== null;
}

/** Bytes of what is there; null when nothing is. */
export const sizeOf = (place: string): Promise<number | null> =>
  orNull(async () => (await lstat(place)).size);

/** A file whole; null when there is none. */
export const textAt = (file: string): Promise<string | null> =>
  orNull(() => readFile(file, 'utf8'));

/** Makes a folder unless it exists. The one that it is in has to exist. */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

async function orNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
