import type { FileHandle } from 'node:fs/promises';
import { ClauseError } from './clause-error.ts';

/** Reads of one call are capped: more than 2 GiB at once fails. */
const MAX_READ = 2 ** 30;

/** Bytes handed to the system at once, below what one `pwrite` may take on any system. */
const MAX_WRITE = 64 * 1024 * 1024;

/** Thrown when a file ends before what should be in it. */
export class FileEndsError extends ClauseError {
  constructor(position: number) {
    super(`the file ends at byte ${position}, before its data does`);
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

/** Writes all of `bytes` from `position` on. */
export async function writeFully(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(MAX_WRITE, bytes.length - done);
    const { bytesWritten } = await handle.write(bytes, done, length, position + done);
    if (bytesWritten === 0) throw new Error('the system took no bytes');
    done += bytesWritten;
  }
}
