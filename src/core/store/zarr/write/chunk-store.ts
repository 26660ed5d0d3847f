import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { writeFully } from '../../file-bytes.ts';
import { crc32c } from '../read/crc32c.ts';
import type { ZarrVersion } from './metadata.ts';
import type { OutputFolder } from './output-folder.ts';

/** Where the encoded chunks of an array go, in order. All dimensions but the first are one chunk. */
export interface ChunkStore {
  put(encoded: Uint8Array): Promise<void>;
  finish(): Promise<void>;
}

/** Where the chunks of an array are, and under which keys. */
export interface ChunkPlace {
  readonly folder: OutputFolder;
  /** Of the array, relative to the store's. */
  readonly array: string;
  readonly version: ZarrVersion;
  readonly rank: number;
}

/** The chunks of an array that is not complete, as a checkpoint has them. */
export const savedChunksSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), count: z.int().nonnegative() }).readonly(),
  z
    .strictObject({
      kind: z.literal('shards'),
      /** Shards that are complete. */
      count: z.int().nonnegative(),
      /** Offset and size of each chunk in the shard that is not. */
      index: z.array(z.int().nonnegative()).readonly(),
    })
    .readonly(),
]);
export type SavedChunks = z.infer<typeof savedChunksSchema>;

/** Where the open shard ends, of which each chunk has an offset and a size. */
const endOf = (index: readonly number[]): number => (index.at(-2) ?? 0) + (index.at(-1) ?? 0);

/**
 * Forgets what came into the open shard later.
 * @returns the number of files that the chunks have
 */
export async function truncateLast(place: ChunkPlace, chunks: SavedChunks | null): Promise<number> {
  if (chunks === null) return 0;
  if (chunks.kind === 'files' || chunks.index.length === 0) return chunks.count;
  const [, file] = placeOf(place, chunks.count);
  await place.folder.closeFile(await place.folder.reopenFile(file, endOf(chunks.index)));
  return chunks.count + 1;
}

/** Removes the files of chunks or shards from the `first` on, which are without a gap. */
export async function removeFrom(place: ChunkPlace, first: number): Promise<void> {
  for (let index = first; ; index++) {
    const [, file] = placeOf(place, index);
    if (!(await place.folder.removeFile(file))) return;
  }
}

/** The folders of the array's that may have to be made, from the outermost, and a file in the last. */
function placeOf(
  { array, version, rank }: ChunkPlace,
  index: number,
): readonly [readonly string[], string] {
  const position = rank === 0 ? [] : [index, ...Array<number>(rank - 1).fill(0)];
  if (version === 2) return [[], `${array}/${position.join('.') || '0'}`];
  const keys = ['c', ...position].map((_, n, all) => [array, ...all.slice(0, n + 1)].join('/'));
  return [keys.slice(0, -1), keys.at(-1) ?? array];
}

async function makeFolders(folder: OutputFolder, folders: readonly string[]): Promise<void> {
  for (const each of folders) await folder.ensureFolder(each);
}

/** A file for each chunk. */
export class ChunkFiles implements ChunkStore {
  readonly #place: ChunkPlace;
  #count: number;

  /** @param count chunks that are there already */
  constructor(place: ChunkPlace, count = 0) {
    this.#place = place;
    this.#count = count;
  }

  save(): SavedChunks {
    return { kind: 'files', count: this.#count };
  }

  async put(encoded: Uint8Array): Promise<void> {
    const [folders, file] = placeOf(this.#place, this.#count);
    this.#count += 1;
    await makeFolders(this.#place.folder, folders);
    await this.#place.folder.writeFile(file, encoded);
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }
}

/** Offset and size in the index of a shard for a chunk that it does not hold. */
const ABSENT = 2n ** 64n - 1n;

interface OpenShard {
  readonly handle: FileHandle;
  readonly index: BigUint64Array;
  count: number;
  size: number;
}

/**
 * Chunks one after another in the files of shards, each with its index at the end (Zarr codec
 * `sharding_indexed` 1.0).
 */
export class Shards implements ChunkStore {
  readonly #place: ChunkPlace;
  readonly #chunksPerShard: number;
  readonly #isShare: boolean;
  #shards = 0;
  #open: OpenShard | null = null;

  /** @param share the first shard, where others write those before and after */
  constructor(place: ChunkPlace, chunksPerShard: number, share?: { readonly first: number }) {
    this.#place = place;
    this.#chunksPerShard = chunksPerShard;
    this.#isShare = share !== undefined;
    this.#shards = share?.first ?? 0;
  }

  /** Goes on behind the chunks that are there. */
  static async restore(
    place: ChunkPlace,
    chunksPerShard: number,
    { count, index }: SavedChunks & { readonly kind: 'shards' },
  ): Promise<Shards> {
    const shards = new Shards(place, chunksPerShard);
    shards.#shards = count;
    if (index.length === 0) return shards;
    const size = endOf(index);
    const [, file] = placeOf(place, count);
    const handle = await place.folder.reopenFile(file, size);
    const full = new BigUint64Array(2 * chunksPerShard).fill(ABSENT);
    full.set(index.map(BigInt));
    shards.#open = { handle, index: full, count: index.length / 2, size };
    shards.#shards += 1;
    return shards;
  }

  save(): SavedChunks {
    if (this.#open === null) return { kind: 'shards', count: this.#shards, index: [] };
    const index = [...this.#open.index.subarray(0, 2 * this.#open.count)].map(Number);
    return { kind: 'shards', count: this.#shards - 1, index };
  }

  async put(encoded: Uint8Array): Promise<void> {
    const shard = (this.#open ??= await this.#create());
    await this.#place.folder.run(() => writeFully(shard.handle, encoded, shard.size));
    shard.index[2 * shard.count] = BigInt(shard.size);
    shard.index[2 * shard.count + 1] = BigInt(encoded.length);
    shard.count += 1;
    shard.size += encoded.length;
    if (shard.count === this.#chunksPerShard) await this.#close(shard, this.#chunksPerShard);
  }

  async finish(): Promise<void> {
    if (this.#open !== null) await this.#close(this.#open, this.chunksInShard);
  }

  /** Chunks in each shard, as the metadata has to say it: a single shard holds what there is. */
  get chunksInShard(): number {
    if (this.#isShare || this.#shards !== 1) return this.#chunksPerShard;
    return this.#open?.count ?? this.#chunksPerShard;
  }

  async #create(): Promise<OpenShard> {
    const [folders, file] = placeOf(this.#place, this.#shards);
    this.#shards += 1;
    await makeFolders(this.#place.folder, folders);
    const handle = await this.#place.folder.openFile(file);
    const index = new BigUint64Array(2 * this.#chunksPerShard).fill(ABSENT);
    return { handle, index, count: 0, size: 0 };
  }

  async #close({ handle, index, size }: OpenShard, chunks: number): Promise<void> {
    this.#open = null;
    const bytes = new Uint8Array(16 * chunks + 4);
    bytes.set(new Uint8Array(index.buffer, 0, 16 * chunks));
    const view = new DataView(bytes.buffer);
    view.setUint32(16 * chunks, crc32c(bytes.subarray(0, 16 * chunks)), true);
    await this.#place.folder.run(() => writeFully(handle, bytes, size));
    await this.#place.folder.closeFile(handle);
  }
}
