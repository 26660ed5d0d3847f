/** A stored chunk. */
export interface StoredChunk {
  /** In the grid of chunks. */
  readonly position: readonly number[];
  readonly address: number;
  /** Bytes as stored. */
  readonly size: number;
  /** Bit `i` is set when filter `i` was not applied. */
  readonly mask: number;
}

export interface ChunkIndex {
  /**
   * The stored chunks that hold rows of `[start, stop)`, in their order.
   * @throws RangeError, FileEndsError when the index is damaged
   */
  find(start: number, stop: number): Promise<StoredChunk[]>;
}
