import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** Brings a file, or the list of files in a folder, to the disk. Windows keeps such lists itself. */
export async function syncEntry(place: string): Promise<Stats> {
  const isWindows = process.platform === 'win32';
  if (isWindows) {
    const stats = await stat(place);
    if (stats.isDirectory()) return stats;
  }
  const handle = await open(place, isWindows ? 'r+' : 'r');
  try {
    await handle.sync();
    return await handle.stat();
  } finally {
    await handle.close();
  }
}
