import type { Utf8Array } from './utf8.ts';

/** Bytes of decoded chunks that the process keeps, for reads that end in the middle of a chunk. */
const LIMIT = 32 * 1024 * 1024;

/** The values of a chunk: raw bytes, or strings where they have no fixed length. */
export type DecodedChunk =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'strings'; readonly strings: Utf8Array };

/**
 * Decoded chunks of all open arrays, the least recently used ones dropped first. The newest stays
 * even when it alone is over the limit: whoever decoded it holds it anyway.
 */
class ChunkCache {
  readonly #chunks = new Map<string, DecodedChunk>();
  #bytes = 0;
  #owners = 0;

  newOwner(): number {
    return ++this.#owners;
  }

  take(key: string): DecodedChunk | undefined {
    const chunk = this.#chunks.get(key);
    if (chunk === undefined) return undefined;
    this.#chunks.delete(key);
    this.#bytes -= sizeOf(chunk);
    return chunk;
  }

  put(key: string, chunk: DecodedChunk): void {
    this.take(key);
    this.#chunks.set(key, chunk);
    this.#bytes += sizeOf(chunk);
    for (const [oldest] of this.#chunks) {
      if (this.#bytes <= LIMIT || oldest === key) break;
      this.take(oldest);
    }
  }
}

const shared = new ChunkCache();

const sizeOf = (chunk: DecodedChunk): number =>
  chunk.kind === 'bytes'
    ? chunk.bytes.byteLength
    : chunk.strings.bytes.byteLength + chunk.strings.offsets.byteLength;

/** One array's part of the process-wide cache of decoded chunks. */
export class ArrayChunks {
  readonly #prefix = `${shared.newOwner()}:`;

  /** The chunk at `position`, which leaves the cache. */
  take(position: readonly number[]): DecodedChunk | undefined {
    return shared.take(this.#prefix + position.join());
  }

  put(position: readonly number[], chunk: DecodedChunk): void {
    shared.put(this.#prefix + position.join(), chunk);
  }
}
