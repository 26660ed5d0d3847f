import { OutputUnwritableError, throwIfCancelled } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import { ChunkCutter } from '../../chunk-cutter.ts';
import { deflateInPool } from '../../deflate.ts';
import { EncodeQueue } from '../../encode-queue.ts';
import { writeChunkBTree } from './btree-v1.ts';
import { ChunkIndex } from './chunk-index.ts';
import { chunkedLayout, filterPipeline, type Message } from './messages.ts';
import type { OutputFile } from './output-file.ts';
import { shuffle } from './shuffle.ts';
import type { Storage, StoredStorage } from './storage.ts';

export interface ChunkGeometry {
  /** Values of a chunk in each dimension; all but the first span the dataset. */
  readonly chunk: readonly number[];
  readonly itemSize: number;
}

/** Turns whole chunks into stored ones, in order. */
interface ChunkWriter {
  /** One or more chunks of `size` bytes in a row. Done with their memory when it resolves. */
  write(chunks: Uint8Array, size: number, signal: AbortSignal | undefined): Promise<void>;
  drain(): Promise<void>;
}

/**
 * Values in chunks of rows, found by a version 1 B-tree. The last chunk is padded with zeros; when
 * there is only one, it is as large as its values.
 */
export class ChunkedStorage implements Storage {
  readonly stored: StoredStorage | null;
  readonly #file: OutputFile;
  readonly #geometry: ChunkGeometry;
  readonly #level: number | null;
  readonly #index = new ChunkIndex();
  readonly #writer: ChunkWriter;
  readonly #chunkBytes: number;
  readonly #cutter: ChunkCutter;
  #hasWholeChunk = false;

  /** @param level of deflate; null stores the values as they are */
  constructor(file: OutputFile, geometry: ChunkGeometry, level: number | null, budget: ByteBudget) {
    this.#file = file;
    this.#geometry = geometry;
    this.#level = level;
    this.#chunkBytes = geometry.chunk.reduce((product, n) => product * n, geometry.itemSize);
    this.#cutter = new ChunkCutter(this.#chunkBytes, async (chunks, signal) => {
      this.#hasWholeChunk = true;
      await this.#writer.write(chunks, this.#chunkBytes, signal);
    });
    if (level === null) {
      this.#writer = new PlainChunks(file, this.#index);
      this.stored = null;
      return;
    }
    const queue = deflateQueue(file, this.#index, level, budget);
    this.#writer = new DeflatedChunks(queue, geometry.itemSize);
    const append = async (chunk: Uint8Array): Promise<void> => {
      if (!this.#cutter.isEmpty) throw new RangeError('a chunk between the borders of chunks');
      this.#hasWholeChunk = true;
      await queue.pushEncoded(chunk);
    };
    this.stored = { chunk: geometry.chunk, append };
  }

  async write(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    await this.#cutter.write(bytes, signal);
  }

  async finish(rows: number): Promise<readonly Message[]> {
    const { itemSize } = this.#geometry;
    const [maxRows = 1, ...others] = this.#geometry.chunk;
    const chunkRows = this.#hasWholeChunk ? maxRows : Math.max(1, rows);
    const rest = this.#cutter.rest();
    if (rest !== null) {
      const size = (this.#chunkBytes / maxRows) * chunkRows;
      await this.#writer.write(rest.subarray(0, size), size, undefined);
    }
    await this.#writer.drain();
    const root = await writeChunkBTree(this.#file, this.#index, chunkRows, 1 + others.length);
    const layout = chunkedLayout(root, [chunkRows, ...others], itemSize);
    return this.#level === null ? [layout] : [filterPipeline(this.#level, itemSize), layout];
  }
}

function deflateQueue(
  file: OutputFile,
  index: ChunkIndex,
  level: number,
  budget: ByteBudget,
): EncodeQueue {
  const encode = async (chunk: Uint8Array): Promise<Uint8Array> => {
    try {
      return await deflateInPool(chunk, level);
    } catch (cause) {
      throw new OutputUnwritableError({ path: file.path, cause });
    }
  };
  const store = async (deflated: Uint8Array): Promise<void> => {
    index.push(await file.append(deflated), deflated.length);
  };
  return new EncodeQueue(encode, store, budget, file.order);
}

/** As they are: chunks that come together are stored together. */
class PlainChunks implements ChunkWriter {
  readonly #file: OutputFile;
  readonly #index: ChunkIndex;

  constructor(file: OutputFile, index: ChunkIndex) {
    this.#file = file;
    this.#index = index;
  }

  async write(chunks: Uint8Array, size: number): Promise<void> {
    const start = await this.#file.append(chunks);
    for (let at = 0; at < chunks.length; at += size) this.#index.push(start + at, size);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }
}

/** Shuffled, then deflated in the thread pool. */
class DeflatedChunks implements ChunkWriter {
  readonly #queue: EncodeQueue;
  readonly #itemSize: number;

  constructor(queue: EncodeQueue, itemSize: number) {
    this.#queue = queue;
    this.#itemSize = itemSize;
  }

  async write(chunks: Uint8Array, size: number, signal: AbortSignal | undefined): Promise<void> {
    for (let at = 0; at < chunks.length; at += size) {
      throwIfCancelled(signal);
      await this.#queue.push(shuffle(chunks.subarray(at, at + size), this.#itemSize));
    }
  }

  drain(): Promise<void> {
    return this.#queue.drain();
  }
}
