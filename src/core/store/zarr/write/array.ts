import { OutputUnwritableError, throwIfCancelled } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import { ChunkCutter } from '../../chunk-cutter.ts';
import { RowCount } from '../../row-count.ts';
import type { ArraySink, ArraySpec, StoredSink, ValuesBlock } from '../../store.ts';
import { storedForm } from '../stored-form.ts';
import { ChunkFiles, Shards, type ChunkPlace, type SavedChunks } from './chunk-store.ts';
import { chunkWriter, type ChunkWriter } from './chunk-writer.ts';
import { CHUNKS_PER_SHARD, type Chunking } from './chunking.ts';
import type { ArrayLayout } from './metadata.ts';
import { encodeValues } from './values.ts';
import { StringCutter, StringsTooLongError } from './string-cutter.ts';

export interface ArrayParts {
  readonly place: ChunkPlace;
  readonly spec: ArraySpec;
  readonly chunking: Chunking;
  readonly budget: ByteBudget;
  /** Of an array that several write: the shards of this one. Else they begin with the first. */
  readonly share?: Share;
  /** Told the layout when all chunks are written. */
  readonly onClosed: (layout: ArrayLayout) => Promise<void>;
}

/** Some shards of an array, one after another. */
export interface Share {
  /** Chunks in each shard, also where it is the only one or the last. */
  readonly chunks: number;
  /** The first of them. */
  readonly first: number;
}

/** An array of numbers that is not complete, as a checkpoint has it. */
export interface SavedArray {
  readonly rank: number;
  readonly rows: number;
  /** Null before the first chunk. */
  readonly chunks: SavedChunks | null;
  /** What there is of the next chunk. */
  readonly gathered: Uint8Array;
}

interface Storing {
  readonly writer: ChunkWriter;
  readonly store: ChunkFiles | Shards;
}

/** An array being written: its metadata come last, when its length and its chunks are known. */
export class ZarrArray implements ArraySink {
  readonly stored: StoredSink | null;
  readonly #parts: ArrayParts;
  readonly #rows: RowCount;
  /** Bytes of a chunk of numbers. */
  readonly #chunkBytes: number;
  readonly #numbers: ChunkCutter;
  readonly #strings: StringCutter;
  /** Null before the first chunk. */
  #storing: Storing | null = null;

  constructor(parts: ArrayParts) {
    this.#parts = parts;
    this.#rows = new RowCount(parts.spec, (reason) => this.#unwritable(reason));
    const { rows, rowValues, valueBytes } = parts.chunking;
    this.#chunkBytes = rows * rowValues * valueBytes;
    this.#numbers = new ChunkCutter(this.#chunkBytes, async (chunks, signal) => {
      for (let at = 0; at < chunks.length; at += this.#chunkBytes) {
        await this.#put(chunks.subarray(at, at + this.#chunkBytes), signal);
      }
    });
    this.#strings = new StringCutter(rows * rowValues, (chunk, signal) => this.#put(chunk, signal));
    this.stored = this.#openStored();
  }

  /** Goes on behind the rows that are there. */
  static async restore(parts: ArrayParts, saved: SavedArray): Promise<ZarrArray> {
    const array = new ZarrArray(parts);
    const { place } = parts;
    array.#rows.restore(saved.rows);
    array.#numbers.restore(saved.gathered);
    if (saved.chunks?.kind === 'files') {
      array.#storing = array.#store(new ChunkFiles(place, saved.chunks.count));
    } else if (saved.chunks?.kind === 'shards') {
      array.#storing = array.#store(await Shards.restore(place, CHUNKS_PER_SHARD, saved.chunks));
    }
    return array;
  }

  /** What has been appended, all of it stored but what is gathered. */
  async save(): Promise<SavedArray> {
    await this.#storing?.writer.drain();
    return {
      rank: this.#parts.place.rank,
      rows: this.#rows.appended,
      chunks: this.#storing?.store.save() ?? null,
      gathered: this.#numbers.gathered,
    };
  }

  async append(block: ValuesBlock, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    this.#rows.add(block);
    if (block.kind !== 'string') {
      await this.#numbers.write(encodeValues(this.#parts.spec.dtype, block), signal);
      return;
    }
    try {
      await this.#strings.write(block.values, signal);
    } catch (cause) {
      if (cause instanceof StringsTooLongError) throw this.#unwritable(cause.message, cause);
      throw cause;
    }
  }

  async close(): Promise<void> {
    const rows = this.#rows.close();
    const { spec, chunking, place, onClosed } = this.#parts;
    // A single chunk is as large as its values; of several, the last is padded.
    const isSingle = this.#storing === null && this.#parts.share === undefined;
    const chunkRows = isSingle ? Math.max(1, rows) : chunking.rows;
    const rest = this.#rest(chunkRows, isSingle);
    if (rest !== null) {
      this.#storing ??= isSingle ? this.#store(new ChunkFiles(place)) : this.#forMany();
      await this.#storing.writer.write(rest, undefined);
    }
    await this.#storing?.writer.drain();
    const store = this.#storing?.store;
    const perShard = store instanceof Shards ? store.chunksInShard : null;
    await store?.finish();
    const { dtype, compression } = spec;
    const others = spec.shape.slice(1);
    const boxOf = (n: number): readonly number[] =>
      spec.shape.length === 0 ? [] : [n, ...others.map((extent) => Math.max(1, extent))];
    await onClosed({
      dtype,
      compression,
      shape: spec.shape.length === 0 ? [] : [rows, ...others],
      chunk: boxOf(chunkRows),
      shard: perShard === null ? null : boxOf(chunkRows * perShard),
    });
  }

  #rest(chunkRows: number, isSingle: boolean): Uint8Array | null {
    if (this.#parts.spec.dtype.kind === 'string') return this.#strings.rest(!isSingle);
    const { rows } = this.#parts.chunking;
    return this.#numbers.rest()?.subarray(0, (this.#chunkBytes / rows) * chunkRows) ?? null;
  }

  #openStored(): StoredSink | null {
    const { dtype, compression, shape } = this.#parts.spec;
    if (dtype.kind !== 'numeric' || compression.id === 'none' || shape.length === 0) return null;
    const { rows } = this.#parts.chunking;
    const append = async (chunk: Uint8Array, signal?: AbortSignal): Promise<void> => {
      if (!this.#numbers.isEmpty) throw new RangeError('a chunk between the borders of chunks');
      this.#rows.addRows(rows);
      await this.#forMany().writer.writeStored(chunk, signal);
    };
    return {
      form: storedForm(dtype.name, [rows, ...shape.slice(1)], compression.id),
      rows,
      append,
    };
  }

  async #put(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    await this.#forMany().writer.write(chunk, signal);
  }

  #forMany(): Storing {
    const { place, chunking, share } = this.#parts;
    if (share !== undefined) {
      return (this.#storing ??= this.#store(new Shards(place, share.chunks, share)));
    }
    return (this.#storing ??= this.#store(
      place.version === 3 && chunking.isMany
        ? new Shards(place, CHUNKS_PER_SHARD)
        : new ChunkFiles(place),
    ));
  }

  #store(store: ChunkFiles | Shards): Storing {
    const { place, spec, budget } = this.#parts;
    return { store, writer: chunkWriter(place.folder, store, spec.compression, budget) };
  }

  #unwritable(reason: string, cause?: unknown): OutputUnwritableError {
    const { folder, array } = this.#parts.place;
    return new OutputUnwritableError({ path: folder.path, elem: array, reason, cause });
  }
}
