import type { FileHandle } from 'node:fs/promises';

/** Reads of one call are capped: more than 2 GiB at once fails. */
const MAX_READ = 2 ** 30;

/** Thrown when a file ends before what should be in it. */
export class FileEndsError extends Error {
  constructor(position: number) {
    super(`the file ends at byte ${position}, before its data does`);
    this.name = 'FileEndsError';
  }
}

/** Fills `target` from `position` on. @throws FileEndsError */
export async function readFully(
  handle: FileHandle,
  target: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < target.length;) {
    const length = Math.min(target.length - done, MAX_READ);
    const { bytesRead } = await handle.read(target, done, length, position + done);
    if (bytesRead === 0) throw new FileEndsError(position + done);
    done += bytesRead;
  }
}
