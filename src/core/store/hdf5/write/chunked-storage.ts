import { OutputUnwritableError, throwIfCancelled } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import { ChunkCutter } from '../../chunk-cutter.ts';
import { deflateInPool } from '../../deflate.ts';
import { EncodeQueue } from '../../encode-queue.ts';
import { systemReason } from '../../system-error.ts';
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

/** What is done to chunks. */
export interface ChunkFilters {
  /** Of deflate. */
  readonly level: number;
  /** Before it; null: when that makes the first chunk smaller. */
  readonly shuffled: boolean | null;
}

/** Turns whole chunks into stored ones, in order. */
interface ChunkWriter {
  /** One or more chunks of `size` bytes in a row. Done with their memory when it resolves. */
  write(chunks: Uint8Array, size: number, signal: AbortSignal | undefined): Promise<void>;
  drain(): Promise<void>;
  /** That were applied to all of them. */
  readonly filters: Message | null;
}

/**
 * Values in chunks of rows, found by a version 1 B-tree. The last chunk is padded with zeros; when
 * there is only one, it is as large as its values.
 */
export class ChunkedStorage implements Storage {
  readonly stored: StoredStorage | null;
  readonly #file: OutputFile;
  readonly #geometry: ChunkGeometry;
  readonly #index = new ChunkIndex();
  readonly #writer: ChunkWriter;
  readonly #chunkBytes: number;
  readonly #cutter: ChunkCutter;
  #hasWholeChunk = false;

  /** @param filters null stores the values as they are */
  constructor(
    file: OutputFile,
    geometry: ChunkGeometry,
    filters: ChunkFilters | null,
    budget: ByteBudget,
  ) {
    this.#file = file;
    this.#geometry = geometry;
    this.#chunkBytes = geometry.chunk.reduce((product, n) => product * n, geometry.itemSize);
    this.#cutter = new ChunkCutter(this.#chunkBytes, async (chunks, signal) => {
      this.#hasWholeChunk = true;
      await this.#writer.write(chunks, this.#chunkBytes, signal);
    });
    if (filters === null) {
      this.#writer = new PlainChunks(file, this.#index);
      this.stored = null;
      return;
    }
    const { level, shuffled } = filters;
    const deflated = (chunk: Uint8Array) => deflate(file, chunk, level);
    const queue = deflateQueue(file, this.#index, deflated, budget);
    this.#writer = new DeflatedChunks(queue, deflated, geometry.itemSize, filters);
    if (shuffled === null) {
      this.stored = null;
      return;
    }
    const append = async (chunk: Uint8Array): Promise<void> => {
      if (!this.#cutter.isEmpty) throw new RangeError('a chunk between the borders of chunks');
      this.#hasWholeChunk = true;
      await queue.pushEncoded(chunk);
    };
    this.stored = { chunk: geometry.chunk, shuffled, append };
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
    const { filters } = this.#writer;
    return filters === null ? [layout] : [filters, layout];
  }
}

async function deflate(file: OutputFile, chunk: Uint8Array, level: number): Promise<Uint8Array> {
  try {
    return await deflateInPool(chunk, level);
  } catch (cause) {
    throw new OutputUnwritableError({ path: file.path, reason: systemReason(cause), cause });
  }
}

function deflateQueue(
  file: OutputFile,
  index: ChunkIndex,
  encode: (chunk: Uint8Array) => Promise<Uint8Array>,
  budget: ByteBudget,
): EncodeQueue {
  const store = async (deflated: Uint8Array): Promise<void> => {
    index.push(await file.append(deflated), deflated.length);
  };
  return new EncodeQueue(encode, store, budget, file.order);
}

/** As they are: chunks that come together are stored together. */
class PlainChunks implements ChunkWriter {
  readonly filters = null;
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

/** Shuffled where that pays, then deflated in the thread pool. */
class DeflatedChunks implements ChunkWriter {
  readonly #queue: EncodeQueue;
  readonly #deflated: (chunk: Uint8Array) => Promise<Uint8Array>;
  readonly #itemSize: number;
  readonly #level: number;
  #shuffled: boolean | null;

  constructor(
    queue: EncodeQueue,
    deflated: (chunk: Uint8Array) => Promise<Uint8Array>,
    itemSize: number,
    { level, shuffled }: ChunkFilters,
  ) {
    this.#queue = queue;
    this.#deflated = deflated;
    this.#itemSize = itemSize;
    this.#level = level;
    this.#shuffled = shuffled;
  }

  async write(chunks: Uint8Array, size: number, signal: AbortSignal | undefined): Promise<void> {
    for (let at = 0; at < chunks.length; at += size) {
      throwIfCancelled(signal);
      const chunk = chunks.subarray(at, at + size);
      this.#shuffled ??= await this.#isSmallerShuffled(chunk);
      await this.#queue.push(shuffle(chunk, this.#shuffled ? this.#itemSize : 1));
    }
  }

  async #isSmallerShuffled(chunk: Uint8Array): Promise<boolean> {
    const shuffled = await this.#deflated(shuffle(chunk, this.#itemSize));
    return shuffled.length < (await this.#deflated(chunk)).length;
  }

  drain(): Promise<void> {
    return this.#queue.drain();
  }

  get filters(): Message {
    return filterPipeline(this.#level, this.#shuffled === true ? this.#itemSize : 1);
  }
}
