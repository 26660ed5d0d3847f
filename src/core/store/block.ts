import type { ReadableDType } from './dtype.ts';
import type { NumericBlock, StringBlock, ValuesBlock } from './store.ts';

/** Number of values: a complex number and a record count as one. */
export function blockLength(block: ValuesBlock): number {
  switch (block.kind) {
    case 'numeric':
    case 'string':
      return block.values.length;
    case 'complex':
      return block.values.length / 2;
    case 'struct':
      return block.length;
  }
}

/** The dtype of the values in a block. */
export function blockDType(block: ValuesBlock): ReadableDType {
  switch (block.kind) {
    case 'numeric':
      return { kind: 'numeric', name: block.dtype };
    case 'complex':
      return { kind: 'complex', name: block.dtype };
    case 'string':
      return { kind: 'string' };
    case 'struct':
      return {
        kind: 'struct',
        fields: block.fields.map(({ name, shape, block: of }) => ({
          name,
          shape,
          dtype: blockDType(of),
        })),
      };
  }
}

/** Numbers or text, and how many of them a value or record has. */
export interface PlainValues {
  readonly values: NumericBlock['values'] | StringBlock['values'];
  readonly each: number;
}

/** All that a block is made of: parts of complex numbers, fields of records, in their order. */
export function plainValues(block: ValuesBlock, each = 1): readonly PlainValues[] {
  switch (block.kind) {
    case 'numeric':
    case 'string':
      return [{ values: block.values, each }];
    case 'complex':
      return [{ values: block.values, each: 2 * each }];
    case 'struct':
      return block.fields.flatMap(({ shape, block: of }) =>
        plainValues(
          of,
          shape.reduce((product, n) => product * n, each),
        ),
      );
  }
}
