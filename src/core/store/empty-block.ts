import { allocate, type DataType } from './dtype.ts';
import type { Block } from './store.ts';
import { Utf8Array } from './utf8.ts';

/** A block without values, of a dtype that can be read. */
export function emptyBlock(dtype: Exclude<DataType, { kind: 'opaque' }>): Block {
  switch (dtype.kind) {
    case 'numeric':
      return { kind: 'numeric', dtype: dtype.name, values: allocate(dtype.name, 0) };
    case 'string':
      return { kind: 'string', values: Utf8Array.from([]) };
  }
}
