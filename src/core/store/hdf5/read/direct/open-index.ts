import { BTreeIndex } from './btree-index.ts';
import { BTreeV2Index } from './btree-v2-index.ts';
import type { ChunkIndex } from './chunk-index.ts';
import { ExtensibleArray } from './extensible-array.ts';
import { FixedArray } from './fixed-array.ts';
import { GridIndex, ImplicitElements, type Grid } from './grid-index.ts';
import type { ChunkedStorage } from './layout.ts';
import type { RawFile } from './raw-file.ts';

/** The index that finds the chunks of a dataset, whichever of HDF5's kinds it is. */
export function openIndex(
  file: RawFile,
  { address, chunk, index }: ChunkedStorage,
  grid: Grid,
  isFiltered: boolean,
): ChunkIndex {
  switch (index.kind) {
    case 'btree':
      return new BTreeIndex(file, address, chunk);
    case 'implicit':
      checkLimits(grid, 0);
      return new GridIndex(grid, new ImplicitElements(address, grid.chunkBytes), false);
    case 'fixed-array':
      checkLimits(grid, 0);
      return new GridIndex(grid, new FixedArray(file, address), isFiltered);
    case 'extensible-array':
      checkLimits(grid, 1);
      return new GridIndex(grid, new ExtensibleArray(file, address), isFiltered);
    case 'btree-v2':
      return new BTreeV2Index(file, address, grid, isFiltered);
    case 'single': {
      const size = index.size ?? grid.chunkBytes;
      const only = { position: chunk.map(() => 0), address, size, mask: index.mask };
      return { find: () => Promise.resolve([only]) };
    }
  }
}

/** The place of a chunk in a list depends on which axes grow. @throws RangeError */
function checkLimits({ maxShape }: Grid, unlimited: number): void {
  if (maxShape.filter((max) => max === null).length === unlimited) return;
  throw new RangeError('a damaged chunk index');
}
