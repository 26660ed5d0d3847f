import type { GlobalHeap } from './global-heap.ts';
import type { LinkTables } from './link-tables.ts';
import type { ObjectNames } from './object-names.ts';
import type { RawFile } from './raw-file.ts';

/** What reads of a file that go round the library share. */
export interface DirectFile {
  readonly file: RawFile;
  readonly heap: GlobalHeap;
  readonly links: LinkTables;
  readonly names: ObjectNames;
  /** Address of the root group's object header. */
  readonly root: number;
}
