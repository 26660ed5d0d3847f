import { throwIfCancelled } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import { gzipInPool } from '../../deflate.ts';
import { EncodeQueue } from '../../encode-queue.ts';
import type { Compression } from '../../store.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { OutputFolder } from './output-folder.ts';
import { compressZstd } from './zstd.ts';

/** Turns the chunks of an array into stored ones, in order. */
export interface ChunkWriter {
  /** One chunk. Done with its memory when it resolves. */
  write(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  /** One that is compressed already, whose memory it owns from then on. */
  writeStored(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  drain(): Promise<void>;
}

export function chunkWriter(
  folder: OutputFolder,
  store: ChunkStore,
  compression: Compression,
  budget: ByteBudget,
): ChunkWriter {
  switch (compression.id) {
    case 'none':
      return new PlainChunks(store);
    case 'gzip':
      return new CompressedChunks(folder, store, budget, (chunk) =>
        gzipInPool(chunk, compression.level),
      );
    case 'zstd':
      return new CompressedChunks(folder, store, budget, (chunk) =>
        compressZstd(chunk, compression.level),
      );
  }
}

class PlainChunks implements ChunkWriter {
  readonly #store: ChunkStore;

  constructor(store: ChunkStore) {
    this.#store = store;
  }

  async write(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    throwIfCancelled(signal);
    await this.#store.put(chunk);
  }

  writeStored(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    return this.write(chunk, signal);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }
}

class CompressedChunks implements ChunkWriter {
  readonly #queue: EncodeQueue;

  constructor(
    folder: OutputFolder,
    store: ChunkStore,
    budget: ByteBudget,
    compress: (chunk: Uint8Array) => Promise<Uint8Array>,
  ) {
    this.#queue = new EncodeQueue(
      (chunk) => folder.run(() => compress(chunk)),
      (encoded) => store.put(encoded),
      budget,
    );
  }

  async write(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    throwIfCancelled(signal);
    await this.#queue.push(new Uint8Array(chunk));
  }

  async writeStored(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    throwIfCancelled(signal);
    await this.#queue.pushEncoded(chunk);
  }

  drain(): Promise<void> {
    return this.#queue.drain();
  }
}
