import { positions } from '../../../box.ts';
import { ADDRESS_BYTES, sizeWidth, type ChunkIndex, type StoredChunk } from './chunk-index.ts';
import { readUint } from './bytes.ts';
import { addressIn } from './block-reader.ts';

/** A list that holds one entry for each chunk of a grid. */
export interface Elements {
  /** Undefined when nothing was allocated for it. @throws RangeError when it is damaged */
  element(index: number): Promise<Buffer | undefined>;
}

export interface Grid {
  readonly shape: readonly number[];
  /** Null for an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  readonly chunk: readonly number[];
  /** Bytes of a chunk that no filter changed. */
  readonly chunkBytes: number;
}

/** Chunks listed in C order of the grid, an axis that grows without limit first. */
export class GridIndex implements ChunkIndex {
  readonly #grid: Grid;
  readonly #elements: Elements;
  readonly #isFiltered: boolean;

  constructor(grid: Grid, elements: Elements, isFiltered: boolean) {
    this.#grid = grid;
    this.#elements = elements;
    this.#isFiltered = isFiltered;
  }

  async find(start: number, stop: number): Promise<StoredChunk[]> {
    const { shape, chunk, chunkBytes } = this.#grid;
    const found: StoredChunk[] = [];
    for (const position of positions(shape, chunk, start, stop)) {
      const entry = await this.#elements.element(linear(this.#grid, position));
      const address = entry === undefined ? undefined : addressIn(entry, 0);
      if (entry === undefined || address === undefined) continue;
      const sizeBytes = sizeWidth(entry.length, this.#isFiltered);
      found.push(
        this.#isFiltered
          ? {
              position,
              address,
              size: readUint(entry, ADDRESS_BYTES, sizeBytes),
              mask: entry.readUInt32LE(ADDRESS_BYTES + sizeBytes),
            }
          : { position, address, size: chunkBytes, mask: 0 },
      );
    }
    return found;
  }
}

function linear({ maxShape, chunk }: Grid, position: readonly number[]): number {
  const unlimited = maxShape.indexOf(null);
  let index = unlimited === -1 ? 0 : (position[unlimited] ?? 0);
  for (const [axis, max] of maxShape.entries()) {
    if (max === null) continue;
    index = index * Math.ceil(max / (chunk[axis] ?? 1)) + (position[axis] ?? 0);
  }
  return index;
}

/** The entries of chunks that lie one behind the other, all of them allocated at once. */
export class ImplicitElements implements Elements {
  readonly #address: number;
  readonly #chunkBytes: number;

  constructor(address: number, chunkBytes: number) {
    this.#address = address;
    this.#chunkBytes = chunkBytes;
  }

  element(index: number): Promise<Buffer> {
    const entry = Buffer.alloc(ADDRESS_BYTES);
    entry.writeBigUInt64LE(BigInt(this.#address) + BigInt(index) * BigInt(this.#chunkBytes));
    return Promise.resolve(entry);
  }
}
