import type { GlobalHeap } from './direct/global-heap.ts';
import type { RawFile } from './direct/raw-file.ts';
import type { Hdf5Library } from './library.ts';

/** An open HDF5 file, as all of its nodes share it. */
export interface Hdf5File {
  readonly library: Hdf5Library;
  /** The library's identifier. */
  readonly id: bigint;
  /** As given by the user, for messages. */
  readonly path: string;
  /** For reads that go round the library; null when all go through it. */
  readonly raw: { readonly file: RawFile; readonly heap: GlobalHeap } | null;
}
