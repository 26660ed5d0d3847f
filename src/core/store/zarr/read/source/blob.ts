import { open, type FileHandle } from 'node:fs/promises';
import { throwIfCancelled } from '../../../../errors.ts';
import { readFully } from '../../../file-bytes.ts';

/** Bytes that can be read from anywhere: a file, here or on a server. */
export interface Blob {
  readonly size: number;
  /** @throws FileEndsError when there are fewer bytes than asked for */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** A file, open until it is closed. */
export class FileBlob implements Blob {
  readonly size: number;
  readonly #handle: FileHandle;
  #isOpen = true;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  static async open(path: string): Promise<FileBlob> {
    const handle = await open(path);
    try {
      return new FileBlob(handle, (await handle.stat()).size);
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfCancelled(signal);
    const bytes = new Uint8Array(length);
    await readFully(this.#handle, bytes, offset);
    return bytes;
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}
