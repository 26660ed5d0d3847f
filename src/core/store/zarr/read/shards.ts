import { MAX_CHUNK_BYTES, type Pipeline } from './codecs/pipeline.ts';
import type { ShardLevel } from './array-meta.ts';
import type { ByteRange, ByteRangeContent } from './source/source.ts';

/** Gives a part of a shard; undefined when the shard is not there. */
export type RangeReader = (
  range: ByteRange,
  signal: AbortSignal | undefined,
) => Promise<ByteRangeContent | undefined>;

export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
  /** Of the shard whose index says so. */
  readonly version: string;
}

interface Index {
  readonly view: DataView;
  /** Where chunks may be: not where the index is. */
  readonly start: number;
  readonly stop: number;
  readonly version: string;
}

/** Offset and length of a chunk, each 8 bytes. */
const ENTRY_BYTES = 16;
/** Offset and length of a chunk that is not stored. */
const ABSENT = 2n ** 64n - 1n;
/** Bytes of indexes that are kept for reads that follow each other. */
const KEPT_BYTES = 1024 * 1024;

/**
 * The index of shards of one level (Zarr v3, "Sharding codec"): where in a shard its chunks are. The
 * indexes last used are kept.
 */
export class ShardIndex {
  readonly #level: ShardLevel;
  readonly #pipeline: Pipeline;
  readonly #count: number;
  readonly #kept = new Map<string, Index>();

  constructor(level: ShardLevel, pipeline: Pipeline) {
    this.#level = level;
    this.#pipeline = pipeline;
    this.#count = level.grid.reduce((product, n) => product * n, 1);
  }

  /**
   * Where the chunk is; undefined when it is not stored.
   * @param shard what tells it from the other shards of this level
   * @param position of the chunk inside the shard
   * @throws Error when the index is damaged or leads out of the shard
   */
  async find(
    shard: string,
    position: readonly number[],
    read: RangeReader,
    signal: AbortSignal | undefined,
  ): Promise<ByteSpan | undefined> {
    const index = this.#kept.get(shard) ?? (await this.#read(read, signal));
    if (index === undefined) return undefined;
    this.#keep(shard, index);
    const { grid, bigEndian } = this.#level;
    const at = position.reduce((sum, n, axis) => sum * (grid[axis] ?? 1) + n, 0) * ENTRY_BYTES;
    const offset = index.view.getBigUint64(at, !bigEndian);
    const length = index.view.getBigUint64(at + 8, !bigEndian);
    if (offset === ABSENT && length === ABSENT) return undefined;
    if (offset < BigInt(index.start) || offset + length > BigInt(index.stop)) {
      throw new Error('the index of a shard leads out of its data');
    }
    return { offset: Number(offset), length: Number(length), version: index.version };
  }

  async #read(read: RangeReader, signal: AbortSignal | undefined): Promise<Index | undefined> {
    const size = this.#count * ENTRY_BYTES;
    const stored = this.#pipeline.encodedBound(size);
    if (stored > MAX_CHUNK_BYTES) throw new Error(`an index of ${stored} bytes is too large`);
    const range = this.#level.indexAtStart ? { offset: 0, length: stored } : { suffix: stored };
    const found = await read(range, signal);
    if (found === undefined) return undefined;
    const { buffer, byteOffset, length } = await this.#pipeline.decode(found.bytes, size);
    if (length !== size) throw new Error(`the index of a shard has ${length} bytes, not ${size}`);
    return {
      view: new DataView(buffer, byteOffset, length),
      start: this.#level.indexAtStart ? stored : 0,
      stop: this.#level.indexAtStart ? found.total : found.total - stored,
      version: found.version,
    };
  }

  #keep(shard: string, index: Index): void {
    this.#kept.delete(shard);
    this.#kept.set(shard, index);
    const most = Math.max(1, Math.floor(KEPT_BYTES / index.view.byteLength));
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= most) return;
      this.#kept.delete(oldest);
    }
  }
}
