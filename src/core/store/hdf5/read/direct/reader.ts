import { throwIfCancelled } from '../../../../errors.ts';
import { copyOverlap, overlap, strides } from '../../../box.ts';
import { repeatBytes } from '../../../byte-order.ts';
import { ArrayChunks } from '../../../chunk-cache.ts';
import { inFlight } from '../../../in-flight.ts';
import type { ChunkIndex, StoredChunk } from './chunk-index.ts';
import { sizeOf, type ChunkedStorage, type DirectLayout } from './layout.ts';
import { openIndex } from './open-index.ts';
import type { RawFile } from './raw-file.ts';
import { canUnfilter, unfilter } from './unfilter.ts';

/** Runs of chunks on their way at a time. */
const LANES = 4;
/** Bytes of a run, decoded: what is read at once. */
const RUN_BYTES = 2 * 1024 * 1024;
/** Chunks closer to each other than this are read at once, with what is between them. */
const GAP_BYTES = 16 * 1024;
/** A chunk this large is left to the library, which fails with a message where we would not. */
const MAX_CHUNK_BYTES = 2 ** 31 - 1;

export interface DatasetShape {
  /** `[1]` for a scalar. */
  readonly shape: readonly number[];
  /** Null for an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  /** Bytes of one value in the file. */
  readonly itemBytes: number;
}

/** Reads the bytes of one dataset straight from its file, without the library. */
export class DirectReader {
  readonly #file: RawFile;
  readonly #shape: readonly number[];
  readonly #itemBytes: number;
  readonly #layout: DirectLayout;
  readonly #index: ChunkIndex | undefined;
  readonly #kept = new ArrayChunks();

  private constructor(
    file: RawFile,
    { shape, itemBytes }: DatasetShape,
    layout: DirectLayout,
    index: ChunkIndex | undefined,
  ) {
    this.#file = file;
    this.#shape = shape;
    this.#itemBytes = itemBytes;
    this.#layout = layout;
    this.#index = index;
  }

  /**
   * A reader of a dataset; undefined when only the library can read it.
   * @throws RangeError when less is stored than its shape says
   */
  static open(
    file: RawFile,
    layout: DirectLayout,
    dataset: DatasetShape,
  ): DirectReader | undefined {
    if (!canUnfilter(layout.filters)) return undefined;
    const { itemBytes, shape } = dataset;
    const { storage, filters, fill } = layout;
    if (fill !== null && fill.length !== itemBytes) return undefined;
    if (storage.kind !== 'chunked') {
      const bytes = shape.reduce((product, n) => product * n, itemBytes);
      const stored = sizeOf(storage) ?? bytes;
      // Compact ones have no room to spare.
      const isRight =
        storage.kind === 'compact'
          ? stored === bytes
          : stored >= bytes && (bytes > 0 || stored === 0);
      if (!isRight) throw new RangeError('the values are cut off');
      return new DirectReader(file, dataset, layout, undefined);
    }
    const { chunk } = storage;
    const chunkBytes = chunk.reduce((product, n) => product * n, itemBytes);
    if (storage.itemBytes !== itemBytes || chunk.length !== shape.length) return undefined;
    if (chunkBytes > MAX_CHUNK_BYTES) return undefined;
    const index = openIndex(file, storage, { ...dataset, chunk, chunkBytes }, filters.length > 0);
    return new DirectReader(file, dataset, layout, index);
  }

  /**
   * Fills `target` with the bytes of rows `[start, stop)`, as the file has them, in C order.
   * @throws Error when the data are damaged
   * @throws CancelledError
   */
  async read(
    target: Uint8Array,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { storage } = this.#layout;
    throwIfCancelled(signal);
    switch (storage.kind) {
      case 'nowhere':
        this.#fill(target);
        return;
      case 'compact': {
        const rowBytes = target.length / (stop - start);
        target.set(storage.bytes.subarray(start * rowBytes, stop * rowBytes));
        return;
      }
      case 'contiguous': {
        const rowBytes = target.length / (stop - start);
        await this.#file.fill(target, storage.address + start * rowBytes);
        return;
      }
      case 'chunked':
        await this.#readChunks(storage, target, start, stop, signal);
    }
  }

  /**
   * The first bytes of values that lie together; undefined when they do not.
   * @throws FileEndsError when the file has fewer
   * @throws CancelledError
   */
  async start(bytes: number, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    const { storage } = this.#layout;
    throwIfCancelled(signal);
    return storage.kind === 'contiguous' ? this.#file.read(storage.address, bytes) : undefined;
  }

  /**
   * A chunk of whole rows as it is stored; null when nothing is stored for it, or not all filters were
   * applied, or its size is no likely one.
   */
  async stored(chunk: number, chunkRows: number): Promise<Uint8Array | null> {
    const row = chunk * chunkRows;
    const [one, ...others] = (await this.#index?.find(row, row + 1)) ?? [];
    if (one === undefined || others.length > 0 || one.mask !== 0) return null;
    const perRow = this.#shape.slice(1).reduce((product, n) => product * n, this.#itemBytes);
    if (one.size > 2 * chunkRows * perRow + GAP_BYTES) return null;
    return this.#file.read(one.address, one.size);
  }

  /** `target` may hold anything before. */
  #fill(target: Uint8Array): void {
    const { fill } = this.#layout;
    if (fill === null) target.fill(0);
    else repeatBytes(target, fill);
  }

  /** Whether a chunk has whole rows, so that its values lie in a target as they lie in the file. */
  #isOfRows(chunk: readonly number[]): boolean {
    return this.#shape.every((extent, axis) => axis === 0 || chunk[axis] === extent);
  }

  /** Chunks of whole rows without filters are read into their place, neighbours at once. */
  async #readPlain(
    stored: readonly StoredChunk[],
    chunkRows: number,
    target: Uint8Array,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const rowBytes = target.length / (stop - start);
    const pieces: { address: number; from: number; to: number }[] = [];
    for (const { position, address, size } of stored) {
      if (size !== chunkRows * rowBytes) throw new RangeError('a chunk of another size');
      const first = (position[0] ?? 0) * chunkRows;
      const from = Math.max(first, start);
      const to = Math.min(first + chunkRows, stop);
      if (to <= from) continue;
      const piece = {
        address: address + (from - first) * rowBytes,
        from: (from - start) * rowBytes,
        to: (to - start) * rowBytes,
      };
      const last = pieces.at(-1);
      const isNext =
        last?.to === piece.from && last.address + last.to - last.from === piece.address;
      if (isNext) last.to = piece.to;
      else pieces.push(piece);
    }
    await inFlight(pieces, LANES, async ({ address, from, to }) => {
      throwIfCancelled(signal);
      await this.#file.fill(target.subarray(from, to), address);
    });
  }

  async #readChunks(
    storage: ChunkedStorage,
    target: Uint8Array,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { chunk } = storage;
    const found = (await this.#index?.find(start, stop)) ?? [];
    // What lies outside of the shape must not count for what is missing inside.
    const stored = found.filter(({ position }) =>
      position.every((n, axis) => n * (chunk[axis] ?? 1) < (this.#shape[axis] ?? 1)),
    );
    const wanted = gridSize(this.#shape, chunk, start, stop);
    if (stored.length < wanted) this.#fill(target);
    if (this.#layout.filters.length === 0 && this.#isOfRows(chunk)) {
      await this.#readPlain(stored, chunk[0] ?? 1, target, start, stop, signal);
      return;
    }
    const chunkBytes = chunk.reduce((product, n) => product * n, this.#itemBytes);
    const chunkStrides = strides(chunk);
    const targetStrides = strides([stop - start, ...this.#shape.slice(1)]);
    const runs = runsOf(stored, Math.max(1, Math.floor(RUN_BYTES / chunkBytes)));
    const lanes = Math.max(1, Math.min(LANES, Math.floor((LANES * RUN_BYTES) / chunkBytes)));
    await inFlight(runs, lanes, async (run) => {
      throwIfCancelled(signal);
      const fetch = this.#fetch(run);
      await inFlight(run, run.length, async (one) => {
        const part = overlap(this.#shape, chunk, chunkStrides, one.position, start, stop);
        if (part === undefined) return;
        const bytes = await this.#decode(one, fetch, chunkBytes, stop);
        copyOverlap(part, bytes, chunkStrides, target, targetStrides, this.#itemBytes);
      });
    });
  }

  /** Gives the stored bytes of each chunk of a run, which is read at the first call. */
  #fetch(run: readonly StoredChunk[]): (one: StoredChunk) => Promise<Uint8Array> {
    const start = run[0]?.address ?? 0;
    const end = run.reduce((max, { address, size }) => Math.max(max, address + size), start);
    let bytes: Promise<Uint8Array> | undefined;
    return async ({ address, size }) => {
      const all = await (bytes ??= this.#file.read(start, end - start));
      return all.subarray(address - start, address - start + size);
    };
  }

  /** Each chunk is decoded once as long as reads follow each other. */
  async #decode(
    one: StoredChunk,
    fetch: (one: StoredChunk) => Promise<Uint8Array>,
    chunkBytes: number,
    stop: number,
  ): Promise<Uint8Array> {
    const { storage, filters } = this.#layout;
    const kept = this.#kept.take(one.position);
    const bytes =
      kept?.kind === 'bytes'
        ? kept.bytes
        : await unfilter(await fetch(one), filters, one.mask, chunkBytes);
    const rows = storage.kind === 'chunked' ? (storage.chunk[0] ?? 1) : 1;
    const end = Math.min(((one.position[0] ?? 0) + 1) * rows, this.#shape[0] ?? 1);
    if (stop < end) {
      // A chunk without filters is but a part of what was read: keep no more than it.
      const own = bytes.buffer.byteLength > 2 * bytes.length ? bytes.slice() : bytes;
      this.#kept.put(one.position, { kind: 'bytes', bytes: own });
    }
    return bytes;
  }
}

/** Chunks that follow each other in the file, at most `limit` of them together. */
function* runsOf(stored: readonly StoredChunk[], limit: number): Generator<StoredChunk[]> {
  let run: StoredChunk[] = [];
  let end = 0;
  for (const one of stored) {
    const gap = one.address - end;
    if (run.length > 0 && (run.length >= limit || gap < 0 || gap > GAP_BYTES)) {
      yield run;
      run = [];
    }
    run.push(one);
    end = one.address + one.size;
  }
  if (run.length > 0) yield run;
}

/** Number of chunks that rows `[start, stop)` touch. */
function gridSize(
  shape: readonly number[],
  chunk: readonly number[],
  start: number,
  stop: number,
): number {
  const rows = chunk[0] ?? 1;
  const others = shape.slice(1).map((n, i) => Math.ceil(n / (chunk[i + 1] ?? 1)));
  return others.reduce(
    (product, n) => product * n,
    Math.ceil(stop / rows) - Math.floor(start / rows),
  );
}
