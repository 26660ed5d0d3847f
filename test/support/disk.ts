import type * as fs from 'node:fs/promises';
import { vi } from 'vitest';

type FileSystem = typeof fs;

/** A disk with so many bytes left, and the handles open on it. */
export const disk = { left: Infinity, open: 0 };

/** `node:fs/promises` whose files are on that disk. */
export const onDisk = (original: FileSystem): FileSystem => ({
  ...original,
  open: async (...args: Parameters<FileSystem['open']>) => {
    const handle = await original.open(...args);
    disk.open += 1;
    const write = handle.write.bind(handle);
    const close = handle.close.bind(handle);
    vi.spyOn(handle, 'write').mockImplementation(async (...given: Parameters<typeof write>) => {
      const length = given[2] ?? 0;
      disk.left -= typeof length === 'number' ? length : 0;
      if (disk.left < 0) {
        throw Object.assign(new Error('no space left on device'), {
          code: 'ENOSPC',
          syscall: 'write',
        });
      }
      return write(...given);
    });
    vi.spyOn(handle, 'close').mockImplementation(async () => {
      disk.open -= 1;
      return close();
    });
    return handle;
  },
});
