import { open } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../../errors.ts';
import { FileEndsError, readFully } from '../../file-bytes.ts';
import { systemCode } from '../../system-error.ts';

/** A request for one chunk, which remembers whether anything was stored for it. */
export class ChunkRequest {
  readonly signal: AbortSignal;
  found = false;

  constructor(signal: AbortSignal | undefined) {
    this.signal = signal ?? new AbortController().signal;
  }
}

interface Options {
  readonly signal?: AbortSignal;
}
type Range =
  { readonly offset: number; readonly length: number } | { readonly suffixLength: number };

/**
 * The folder of one array, as zarrita reads it. One source per array: zarrita resolves paths as
 * URLs, which lead names such as `% mito` astray, but chunk keys hold no such characters.
 */
export class ChunkSource {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All bytes under a key; undefined when there is nothing. */
  async get(key: `/${string}`, options?: Options): Promise<Uint8Array | undefined> {
    return this.#read(key, options, (size) => ({ offset: 0, length: size }), true);
  }

  /** @throws FileEndsError when there are fewer bytes than asked for */
  async getRange(
    key: `/${string}`,
    range: Range,
    options?: Options,
  ): Promise<Uint8Array | undefined> {
    if (!('suffixLength' in range)) return this.#read(key, options, () => range, true);
    const { suffixLength } = range;
    const suffix = (size: number) => ({ offset: size - suffixLength, length: suffixLength });
    return this.#read(key, options, suffix, false);
  }

  async #read(
    key: string,
    options: Options | undefined,
    rangeOf: (size: number) => { readonly offset: number; readonly length: number },
    isChunk: boolean,
  ): Promise<Uint8Array | undefined> {
    throwIfCancelled(options?.signal);
    let handle;
    try {
      handle = await open(path.join(this.#folder, key.slice(1)));
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') return undefined;
      throw cause;
    }
    try {
      const { size } = await handle.stat();
      const { offset, length } = rangeOf(size);
      if (offset < 0 || offset + length > size) throw new FileEndsError(size);
      const bytes = new Uint8Array(length);
      await readFully(handle, bytes, offset);
      if (isChunk && options instanceof ChunkRequest) options.found = true;
      return bytes;
    } finally {
      await handle.close();
    }
  }
}
