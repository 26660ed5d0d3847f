import { allocate, partOf, type ReadableDType } from './dtype.ts';
import type { ValuesBlock } from './store.ts';
import { Utf8Array } from './utf8.ts';

/** A block without values, of a dtype that can be read. */
export function emptyBlock(dtype: ReadableDType): ValuesBlock {
  switch (dtype.kind) {
    case 'numeric':
      return { kind: 'numeric', dtype: dtype.name, values: allocate(dtype.name, 0) };
    case 'complex': {
      const values = partOf(dtype.name) === 'float32' ? new Float32Array() : new Float64Array();
      return { kind: 'complex', dtype: dtype.name, values };
    }
    case 'string':
      return { kind: 'string', values: Utf8Array.from([]) };
    case 'struct':
      return {
        kind: 'struct',
        length: 0,
        fields: dtype.fields.map(({ name, shape, dtype: of }) => ({
          name,
          shape,
          block: emptyBlock(of),
        })),
      };
  }
}
