import { BTreeV2 } from './btree-v2.ts';
import { readUint } from './bytes.ts';
import {
  ADDRESS_BYTES,
  inOrder,
  sizeWidth,
  type ChunkIndex,
  type StoredChunk,
} from './chunk-index.ts';
import type { Grid } from './grid-index.ts';
import type { RawFile } from './raw-file.ts';

const OFFSET = 8;

/** Chunks in a version 2 B-tree: of a dataset that can grow along several axes. */
export class BTreeV2Index implements ChunkIndex {
  readonly #tree: BTreeV2;
  readonly #grid: Grid;
  readonly #isFiltered: boolean;

  constructor(file: RawFile, address: number, grid: Grid, isFiltered: boolean) {
    this.#tree = new BTreeV2(file, address);
    this.#grid = grid;
    this.#isFiltered = isFiltered;
  }

  async find(start: number, stop: number): Promise<StoredChunk[]> {
    const { chunk } = this.#grid;
    const rows = chunk[0] ?? 1;
    const first = Math.floor(start / rows);
    const last = Math.ceil(stop / rows) - 1;
    const offsetsBytes = chunk.length * OFFSET;
    const records = await this.#tree.find((record) => {
      const row = readUint(record, record.length - offsetsBytes, OFFSET);
      return row < first ? -1 : row > last ? 1 : 0;
    });
    const chunks = records.map((record) => this.#chunkOf(record, record.length - offsetsBytes));
    // A search by positions, as the library makes it, finds nothing where they are out of order.
    const isBehind = (a: readonly number[], b: readonly number[]): boolean => {
      const axis = a.findIndex((n, i) => n !== b[i]);
      return axis !== -1 && (a[axis] ?? 0) > (b[axis] ?? 0);
    };
    chunks.forEach(({ position }, i) => {
      const last = chunks[i - 1]?.position;
      if (last !== undefined && !isBehind(position, last))
        throw new RangeError('a damaged chunk index');
    });
    return inOrder(chunks);
  }

  /** A record: address, then size and mask when there are filters, then the position. */
  #chunkOf(record: Buffer, offsets: number): StoredChunk {
    const { chunk, chunkBytes } = this.#grid;
    const sizeBytes = sizeWidth(offsets, this.#isFiltered);
    return {
      address: readUint(record, 0, ADDRESS_BYTES),
      size: this.#isFiltered ? readUint(record, ADDRESS_BYTES, sizeBytes) : chunkBytes,
      mask: this.#isFiltered ? record.readUInt32LE(ADDRESS_BYTES + sizeBytes) : 0,
      position: chunk.map((_, axis) => readUint(record, offsets + axis * OFFSET, OFFSET)),
    };
  }
}
