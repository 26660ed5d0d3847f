import {
  lstat,
  mkdir,
  open,
  opendir,
  readdir,
  readFile,
  rm,
  type FileHandle,
} from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';

import { OutputExistsError, OutputUnwritableError } from '../../../errors.ts';
import { writeFully } from '../../file-bytes.ts';
import { inFlight } from '../../in-flight.ts';
import { ensureFolder } from '../../place-state.ts';
import { syncEntry } from '../../sync-entry.ts';
import { systemCode, systemReason } from '../../system-error.ts';

/** Files brought to the disk at a time: the thread pool has no more threads by default. */
const SYNC_LANES = 4;

/**
 * The folder being written. Every path is relative to it. After the first failure every call fails
 * with the same error.
 */
export class OutputFolder {
  readonly path: string;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #handles = new Set<FileHandle>();
  #failure: OutputUnwritableError | null = null;
  #closed: Promise<void> | null = null;

  private constructor(folder: string) {
    this.path = folder;
  }

  /**
   * @param folder must not exist
   * @throws OutputExistsError, OutputUnwritableError
   */
  static async create(folder: string): Promise<OutputFolder> {
    try {
      await mkdir(folder);
    } catch (cause) {
      const reason = systemReason(cause);
      if (reason === 'EEXIST') throw new OutputExistsError({ path: folder, cause });
      throw new OutputUnwritableError({ path: folder, reason, cause });
    }
    return new OutputFolder(folder);
  }

  /**
   * Continues a folder that exists.
   * @throws OutputUnwritableError
   */
  static async reopen(folder: string): Promise<OutputFolder> {
    try {
      if (!(await lstat(folder)).isDirectory()) throw new Error('it is no folder');
    } catch (cause) {
      const reason = systemReason(cause);
      throw new OutputUnwritableError({ path: folder, reason, cause });
    }
    return new OutputFolder(folder);
  }

  /**
   * Makes a folder that does not exist: where names are the same but for their case or accents, some
   * file systems would otherwise give two members one folder.
   */
  async makeFolder(folder: string): Promise<void> {
    await this.run(() => mkdir(this.#resolve(folder)));
  }

  /**
   * Makes a folder unless it exists. The one that it is in has to exist: when somebody has deleted the
   * store that is being written, what is left of it must not come about again as if it were whole.
   */
  async ensureFolder(folder: string): Promise<void> {
    await this.run(() => ensureFolder(this.#resolve(folder)));
  }

  /** Writes a file that does not exist. */
  async writeFile(file: string, content: Uint8Array): Promise<void> {
    await this.run(async () => {
      const handle = await open(this.#resolve(file), 'wx');
      try {
        await writeFully(handle, content, 0);
      } finally {
        await handle.close();
      }
    });
  }

  /** Creates a file that is written in pieces. */
  async openFile(file: string): Promise<FileHandle> {
    return this.run(async () => {
      const handle = await open(this.#resolve(file), 'wx');
      this.#handles.add(handle);
      return handle;
    });
  }

  /** Opens a file of which `size` bytes are to be continued. */
  async reopenFile(file: string, size: number): Promise<FileHandle> {
    return this.run(async () => {
      const handle = await open(this.#resolve(file), 'r+');
      this.#handles.add(handle);
      await handle.truncate(size);
      return handle;
    });
  }

  async readFile(file: string): Promise<Uint8Array> {
    return this.run(() => readFile(this.#resolve(file)));
  }

  /** @returns false when there is none */
  async removeFile(file: string): Promise<boolean> {
    return this.run(async () => {
      try {
        await rm(this.#resolve(file));
        return true;
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return false;
        throw error;
      }
    });
  }

  async closeFile(handle: FileHandle): Promise<void> {
    this.#handles.delete(handle);
    await this.run(() => handle.close());
  }

  /**
   * Brings all files and folders to the disk.
   * @returns bytes of the files
   */
  async syncAll(): Promise<number> {
    return this.run(() => syncTree(this.path, '', () => true));
  }

  /** The same for a folder, without the folders in it that are not `within` it. */
  async syncFolder(folder: string, within: (folder: string) => boolean): Promise<number> {
    return this.run(() => syncTree(this.path, folder, within));
  }

  /** Files and folders in a folder. */
  async list(folder: string): Promise<readonly Dirent[]> {
    return this.run(() => readdir(this.#resolve(folder), { withFileTypes: true }));
  }

  async bytesOf(file: string): Promise<number> {
    return this.run(async () => (await lstat(this.#resolve(file))).size);
  }

  async remove(entry: string): Promise<void> {
    await this.run(() => rm(this.#resolve(entry), { recursive: true }));
  }

  /** Brings a file, or the list of files in a folder, to the disk. */
  async sync(entry: string): Promise<void> {
    await this.run(() => syncEntry(this.#resolve(entry)));
  }

  /** Waits for what is under way and releases the handles. Idempotent. */
  close(): Promise<void> {
    this.#failure ??= new OutputUnwritableError({ path: this.path, reason: 'the store is closed' });
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Does something of which a failure is one of the whole store, and which `close` waits for. */
  async run<T>(action: () => Promise<T>): Promise<T> {
    if (this.#failure !== null) throw this.#failure;
    const running = action();
    this.#pending.add(running);
    try {
      return await running;
    } catch (cause) {
      throw this.#fail(cause);
    } finally {
      this.#pending.delete(running);
    }
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#pending);
    await Promise.allSettled([...this.#handles].map((handle) => handle.close()));
    this.#handles.clear();
  }

  #fail(cause: unknown): OutputUnwritableError {
    this.#failure ??= new OutputUnwritableError({
      path: this.path,
      reason: systemReason(cause),
      cause,
    });
    return this.#failure;
  }

  #resolve(relative: string): string {
    return path.join(this.path, relative);
  }
}

/**
 * Folders come after what is in them. Answers the bytes of the files.
 * @param within tells by its path, relative to the root, whether a folder in `start` is to be entered
 */
async function syncTree(
  root: string,
  start: string,
  within: (folder: string) => boolean,
): Promise<number> {
  const files: string[] = [];
  const folders = [start];
  for (const folder of folders) {
    for await (const entry of await opendir(path.join(root, folder))) {
      const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) files.push(place);
      else if (within(place)) folders.push(place);
    }
  }
  let bytes = 0;
  await inFlight(files, SYNC_LANES, async (file) => {
    const { size } = await syncEntry(path.join(root, file));
    bytes += size;
  });
  await inFlight(folders.reverse(), SYNC_LANES, async (folder) => {
    await syncEntry(path.join(root, folder));
  });
  return bytes;
}
