import { open, type FileHandle } from 'node:fs/promises';

import { OutputExistsError, OutputUnwritableError } from '../../../errors.ts';
import type { StoreOrder } from '../../encode-queue.ts';
import { readFully, writeFully } from '../../file-bytes.ts';
import { systemReason } from '../../system-error.ts';
import { SequentialWriter } from './sequential-writer.ts';

/**
 * The file being written: space is taken from its end, in order, and filled at once (`append`) or
 * later (`reserve`, `writeAt`). After the first failure every call fails with the same error.
 */
export class OutputFile {
  readonly path: string;
  /** Of the encoded chunks of all arrays, so that the same values always give the same file. */
  readonly order: StoreOrder = { last: Promise.resolve() };
  readonly #handle: FileHandle;
  readonly #tail: SequentialWriter;
  readonly #pending = new Set<Promise<void>>();
  #end: number;
  #failure: OutputUnwritableError | null = null;
  #closed: Promise<void> | null = null;

  private constructor(path: string, handle: FileHandle, start: number) {
    this.path = path;
    this.#handle = handle;
    this.#end = start;
    this.#tail = new SequentialWriter((at, bytes) => this.writeAt(at, bytes), start);
  }

  /**
   * Creates the file; the first `start` bytes are left for `writeAt`.
   * @throws OutputExistsError, OutputUnwritableError
   */
  static async create(path: string, start: number): Promise<OutputFile> {
    try {
      return new OutputFile(path, await open(path, 'wx+'), start);
    } catch (cause) {
      const reason = systemReason(cause);
      if (reason === 'EEXIST') throw new OutputExistsError({ path, cause });
      throw new OutputUnwritableError({ path, reason, cause });
    }
  }

  /**
   * Opens a file of which `end` bytes are to be continued.
   * @throws OutputUnwritableError also when it has fewer
   */
  static async reopen(path: string, end: number): Promise<OutputFile> {
    let handle: FileHandle | null = null;
    try {
      handle = await open(path, 'r+');
      const { size } = await handle.stat();
      if (size < end) throw new Error(`it has ${size} bytes, and had ${end}`);
      return new OutputFile(path, handle, end);
    } catch (cause) {
      await handle?.close();
      const reason = systemReason(cause);
      throw new OutputUnwritableError({ path, reason, cause });
    }
  }

  /** Forgets what is behind the end. */
  async cut(): Promise<void> {
    this.#throwIfFailed();
    try {
      await this.#handle.truncate(this.#end);
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  /** Bytes of the file, with what is reserved. */
  get end(): number {
    return this.#end;
  }

  /**
   * Puts bytes at the end of the file and answers where. The place is taken before it returns; done
   * with the memory of `bytes` when it resolves.
   */
  async append(bytes: Uint8Array): Promise<number> {
    this.#throwIfFailed();
    const at = this.#end;
    this.#end += bytes.length;
    await this.#tail.write(bytes);
    return at;
  }

  /**
   * Takes `size` bytes at the end of the file, to be filled by `writeAt`.
   * @throws OutputUnwritableError
   */
  reserve(size: number): number {
    this.#throwIfFailed();
    const at = this.#end;
    this.#end += size;
    // A failure is kept and met by the caller's own writes.
    this.#tail.moveTo(this.#end).catch(() => undefined);
    return at;
  }

  /** A writer of the consecutive pieces of a reserved place. */
  sequential(at: number): SequentialWriter {
    return new SequentialWriter((place, bytes) => this.writeAt(place, bytes), at);
  }

  async writeAt(at: number, bytes: Uint8Array): Promise<void> {
    this.#throwIfFailed();
    const writing = writeFully(this.#handle, bytes, at);
    this.#pending.add(writing);
    try {
      await writing;
    } catch (cause) {
      throw this.#fail(cause);
    } finally {
      this.#pending.delete(writing);
    }
  }

  /** What has been written and synced. */
  async readAt(at: number, size: number): Promise<Buffer> {
    this.#throwIfFailed();
    const bytes = Buffer.alloc(size);
    try {
      await readFully(this.#handle, bytes, at);
    } catch (cause) {
      throw this.#fail(cause);
    }
    return bytes;
  }

  /** Brings everything to the disk. */
  async sync(): Promise<void> {
    await this.#tail.flush();
    this.#throwIfFailed();
    try {
      await this.#handle.sync();
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  /**
   * Waits for the writes under way and releases the handle. Idempotent.
   * @throws OutputUnwritableError when that is the first thing that fails
   */
  close(): Promise<void> {
    const hasFailed = this.#failure !== null;
    this.#failure ??= new OutputUnwritableError({ path: this.path, reason: 'the file is closed' });
    this.#closed ??= this.#close(hasFailed);
    return this.#closed;
  }

  async #close(hasFailed: boolean): Promise<void> {
    await Promise.allSettled(this.#pending);
    try {
      await this.#handle.close();
    } catch (cause) {
      if (hasFailed) return;
      throw new OutputUnwritableError({ path: this.path, reason: systemReason(cause), cause });
    }
  }

  #fail(cause: unknown): OutputUnwritableError {
    const reason = systemReason(cause);
    this.#failure ??= new OutputUnwritableError({ path: this.path, reason, cause });
    return this.#failure;
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
