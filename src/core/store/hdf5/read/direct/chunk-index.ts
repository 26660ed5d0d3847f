/** Of an entry of an index: first the address, last the mask where there are filters. */
export const ADDRESS_BYTES = 8;
const MASK_BYTES = 4;

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

/**
 * Bytes of the size of a stored chunk in an entry of an index, which has it where there are filters.
 * @param entryBytes without the position
 * @throws RangeError when the entry is one of the other kind
 */
export function sizeWidth(entryBytes: number, isFiltered: boolean): number {
  const width = isFiltered ? entryBytes - ADDRESS_BYTES - MASK_BYTES : entryBytes - ADDRESS_BYTES;
  if (isFiltered ? width < 1 || width > 8 : width !== 0) {
    throw new RangeError('a damaged chunk index');
  }
  return width;
}

/**
 * The chunks that a tree lists, which are in the order of their positions, each of them once:
 * otherwise some of the values asked for would never be read.
 * @throws RangeError when they are not
 */
export function inOrder(chunks: StoredChunk[]): StoredChunk[] {
  for (let i = 1; i < chunks.length; i++) {
    const [before, chunk] = [chunks[i - 1]?.position ?? [], chunks[i]?.position ?? []];
    const axis = chunk.findIndex((n, k) => n !== before[k]);
    if (axis === -1 || (chunk[axis] ?? 0) < (before[axis] ?? 0)) {
      throw new RangeError('a damaged chunk index');
    }
  }
  return chunks;
}
