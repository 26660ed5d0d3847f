import { access, open, opendir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../../../errors.ts';
import { readFully } from '../../../file-bytes.ts';
import { systemCode } from '../../../system-error.ts';
import { resolveRange } from './range.ts';
import { tooLarge, type ByteRange, type ByteRangeContent, type ZarrSource } from './source.ts';

/** A folder, whose files are opened for each read and closed after it. */
export class FolderSource implements ZarrSource {
  readonly hasCheapRanges = true;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(key: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#open(key, signal, async (handle) => {
      const { size } = await handle.stat();
      if (size > limit) throw tooLarge(size, limit);
      const bytes = new Uint8Array(size);
      await readFully(handle, bytes, 0);
      return bytes;
    });
  }

  async getRange(
    key: string,
    range: ByteRange,
    signal?: AbortSignal,
  ): Promise<ByteRangeContent | undefined> {
    return this.#open(key, signal, async (handle) => {
      const { size: total, mtimeMs } = await handle.stat();
      const { offset, length } = resolveRange(range, total);
      const bytes = new Uint8Array(length);
      await readFully(handle, bytes, offset);
      return { bytes, total, version: `${mtimeMs} ${total}` };
    });
  }

  async has(key: string): Promise<boolean> {
    try {
      await access(path.join(this.#folder, key));
      return true;
    } catch (cause) {
      const code = systemCode(cause);
      if (code === 'ENOENT' || code === 'ENOTDIR') return false;
      throw cause;
    }
  }

  async list(group: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const entry of await opendir(path.join(this.#folder, group))) {
      if (entry.isDirectory() || entry.isSymbolicLink()) names.push(entry.name);
    }
    return names;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #open<T>(
    key: string,
    signal: AbortSignal | undefined,
    read: (handle: FileHandle) => Promise<T>,
  ): Promise<T | undefined> {
    throwIfCancelled(signal);
    let handle;
    try {
      handle = await open(path.join(this.#folder, key));
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') return undefined;
      throw cause;
    }
    try {
      return await read(handle);
    } finally {
      await handle.close();
    }
  }
}
