import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

import { OutputUnwritableError } from '../../../errors.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { ChunkIndex } from './chunk-index.ts';
import type { OutputFile } from './output-file.ts';

const deflateInPool = promisify(deflate);

/** What all datasets of a file together may have in the thread pool or behind it. */
export const DEFLATE_BYTES_MAX = 32 * 1024 * 1024;
/** Even small chunks count as much as this: more jobs than a few per thread only delay reads. */
const JOB_BYTES_MIN = DEFLATE_BYTES_MAX / 16;

/** zlib's worst case: five bytes in every 16 KiB, and its header and trailer. */
const deflatedBound = (size: number): number => size + Math.ceil(size / 16_384) * 5 + 64;

/** Deflates the chunks of one dataset in the thread pool and writes them in their order. */
export class DeflateQueue {
  readonly #file: OutputFile;
  readonly #index: ChunkIndex;
  readonly #level: number;
  readonly #budget: ByteBudget;
  #last: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(file: OutputFile, index: ChunkIndex, level: number, budget: ByteBudget) {
    this.#file = file;
    this.#index = index;
    this.#level = level;
    this.#budget = budget;
  }

  /**
   * Resolves when the chunk has been taken in; the queue owns its memory from then on. Failures show
   * in a later call or in `drain`.
   */
  async push(chunk: Uint8Array): Promise<void> {
    if (this.#failed) await this.#last;
    const cost = Math.max(chunk.length, JOB_BYTES_MIN);
    await this.#budget.acquire(cost);
    this.#last = this.#write(chunk, this.#last).finally(() => {
      this.#budget.release(cost);
    });
    this.#last.catch(() => {
      this.#failed = true;
    });
  }

  /** Waits until all chunks are written. */
  async drain(): Promise<void> {
    await this.#last;
  }

  async #write(chunk: Uint8Array, previous: Promise<void>): Promise<void> {
    const [deflated] = await Promise.all([this.#deflate(chunk), previous]);
    this.#index.push(await this.#file.append(deflated), deflated.length);
  }

  async #deflate(chunk: Uint8Array): Promise<Uint8Array> {
    // Room for the whole result makes it one job of the pool.
    const options = { level: this.#level, chunkSize: deflatedBound(chunk.length) };
    try {
      return await deflateInPool(chunk, options);
    } catch (cause) {
      throw new OutputUnwritableError({ path: this.#file.path, cause });
    }
  }
}
