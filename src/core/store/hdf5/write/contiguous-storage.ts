import { contiguousLayout, type Message } from './messages.ts';
import type { OutputFile } from './output-file.ts';
import type { SequentialWriter } from './sequential-writer.ts';
import type { Storage } from './storage.ts';

/** Values in one piece whose place is reserved before the first of them arrives. */
export class ContiguousStorage implements Storage {
  readonly stored = null;
  readonly #at: number | null;
  readonly #size: number;
  readonly #writer: SequentialWriter;

  /** @param size bytes of all values */
  constructor(file: OutputFile, size: number) {
    this.#size = size;
    this.#at = size === 0 ? null : file.reserve(size);
    this.#writer = file.sequential(this.#at ?? 0);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writer.write(bytes);
  }

  async finish(): Promise<readonly Message[]> {
    await this.#writer.flush();
    return [contiguousLayout(this.#at, this.#size)];
  }
}

/** The same for few values, which are gathered and lie wherever the file ends by then. */
export class SmallContiguousStorage implements Storage {
  readonly stored = null;
  readonly #file: OutputFile;
  readonly #bytes: Buffer;
  #used = 0;

  constructor(file: OutputFile, size: number) {
    this.#file = file;
    this.#bytes = Buffer.alloc(size);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
    return Promise.resolve();
  }

  async finish(): Promise<readonly Message[]> {
    const at = this.#bytes.length === 0 ? null : await this.#file.append(this.#bytes);
    return [contiguousLayout(at, this.#bytes.length)];
  }
}
