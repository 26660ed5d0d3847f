import type { DecodedChunk } from '../../chunk-cache.ts';
import { FileEndsError } from '../../file-bytes.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { MAX_CHUNK_BYTES, Pipeline } from './codecs/pipeline.ts';
import { codedSize } from './coding.ts';
import { ShardIndex, type ByteSpan, type RangeReader } from './shards.ts';
import { keyOf, type ZarrSource } from './source/source.ts';
import { decodeStrings } from './strings.ts';

/** Decodes the chunks of one array, in shards or not. */
export class ZarrChunks {
  readonly #source: ZarrSource;
  readonly #path: string;
  readonly #meta: ZarrArrayMeta;
  readonly #pipeline: Pipeline;
  readonly #shards: readonly ShardIndex[];
  /** Values in a chunk. */
  readonly #count: number;
  /** Bytes of a decoded chunk; undefined where they depend on the values. */
  readonly #size: number | undefined;

  /**
   * @param path of the array in its source
   * @throws Error when a codec is not available, or a chunk too large to be decoded
   */
  constructor(source: ZarrSource, path: string, meta: ZarrArrayMeta) {
    this.#source = source;
    this.#path = path;
    this.#meta = meta;
    this.#pipeline = new Pipeline(meta.codecs);
    this.#shards = meta.shards.map(
      (level) => new ShardIndex(level, new Pipeline(level.indexCodecs)),
    );
    this.#count = meta.chunk.reduce((product, n) => product * n, 1);
    this.#size = codedSize(meta.coding, this.#count);
    if (this.#size !== undefined && this.#size > MAX_CHUNK_BYTES) {
      throw new Error(`a chunk of ${this.#size} bytes is too large`);
    }
  }

  /**
   * The chunk at a position of the grid; undefined when nothing is stored for it.
   * @throws Error when it is damaged
   */
  async decode(
    position: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk | undefined> {
    const stored = await this.find(position, signal);
    if (stored === undefined) return undefined;
    const bytes = await this.#pipeline.decode(stored, this.#size ?? MAX_CHUNK_BYTES);
    if (this.#size !== undefined && bytes.length !== this.#size) {
      throw new Error(`a chunk has ${bytes.length} bytes, not ${this.#size}`);
    }
    const strings = decodeStrings(this.#meta.coding, bytes, this.#count);
    if (strings === undefined) return { kind: 'bytes', bytes };
    if (strings.length !== this.#count) {
      throw new Error(`a chunk has ${strings.length} strings, not ${this.#count}`);
    }
    return { kind: 'strings', strings };
  }

  /**
   * The chunk as it is stored; undefined when nothing is.
   * @throws Error when there are more bytes than such a chunk can have
   */
  async find(
    position: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | undefined> {
    const { chunk, stored } = this.#meta;
    const limit = Math.min(
      MAX_CHUNK_BYTES,
      this.#pipeline.encodedBound(this.#size ?? MAX_CHUNK_BYTES),
    );
    const outer = position.map((n, axis) =>
      Math.floor((n * (chunk[axis] ?? 1)) / (stored[axis] ?? 1)),
    );
    const key = keyOf(this.#path, chunkKey(this.#meta, outer));
    if (this.#shards.length === 0) return this.#source.get(key, limit, signal);
    let read: RangeReader = (range) => this.#source.getRange(key, range, signal);
    let shard = key;
    for (const [i, index] of this.#shards.entries()) {
      const inside = this.#within(position, i);
      const span = await index.find(shard, inside, read, signal);
      if (span === undefined) return undefined;
      read = within(read, span);
      shard = `${shard} ${inside.join()}`;
      if (i < this.#shards.length - 1) continue;
      if (span.length > limit) throw new Error(`a chunk of ${span.length} bytes is too large`);
      return (await read({ offset: 0, length: span.length }, signal))?.bytes;
    }
    return undefined;
  }

  /** Where a chunk is inside of its shard of level `i`. */
  #within(position: readonly number[], i: number): number[] {
    const level = this.#meta.shards[i];
    return position.map((n, axis) => {
      const first = n * (this.#meta.chunk[axis] ?? 1);
      return Math.floor(first / (level?.part[axis] ?? 1)) % (level?.grid[axis] ?? 1);
    });
  }
}

/** Reads inside of a part of a shard, which may be a shard itself. */
const within =
  (read: RangeReader, { offset, length, version }: ByteSpan): RangeReader =>
  async (range, signal) => {
    const size = 'suffix' in range ? range.suffix : range.length;
    const from = 'suffix' in range ? length - size : range.offset;
    if (from < 0 || from + size > length) throw new FileEndsError(offset + length);
    const found = await read({ offset: offset + from, length: size }, signal);
    if (found === undefined) throw new Error('a shard vanished while it was read');
    if (found.version !== version) throw new Error('a shard changed while it was read');
    return { bytes: found.bytes, total: length, version };
  };

/** Key of what is stored at a position, below that of its array. */
export function chunkKey({ keys }: ZarrArrayMeta, position: readonly number[]): string {
  const { name, separator } = keys;
  const parts = name === 'default' ? ['c', ...position] : position;
  return parts.join(separator) || '0';
}
