import { bytesOf, type ReadableDType } from '../../dtype.ts';
import { numberBytes } from '../../number-sink.ts';
import { interleave } from '../../records.ts';
import type { ValuesBlock } from '../../store.ts';
import type { Utf8Array } from '../../utf8.ts';

/** Code points of 4 bytes: numpy's `U`, which is how text stands in records. */
const CODE_POINT = 4;

/** Code points that each text of a field has room for: no text has more of them than bytes. */
export const codePointsOf = ({ maxBytes = 1 }: { readonly maxBytes?: number }): number =>
  Math.max(1, maxBytes);

/** Bytes of one value, in an array or, for text, in a record. */
export function storedBytes(dtype: ReadableDType): number {
  switch (dtype.kind) {
    case 'numeric':
    case 'complex':
      return numberBytes(dtype);
    case 'string':
      return CODE_POINT * codePointsOf(dtype);
    case 'struct':
      return dtype.fields.reduce(
        (sum, { dtype: of, shape }) =>
          sum + shape.reduce((product, n) => product * n, storedBytes(of)),
        0,
      );
  }
}

/**
 * Values of one size as they stand in a chunk, little-endian.
 * @throws RangeError when a text is longer than its dtype says
 */
export function encodeValues(dtype: ReadableDType, block: ValuesBlock): Uint8Array {
  switch (block.kind) {
    case 'numeric':
    case 'complex':
      return bytesOf(block.values);
    case 'string':
      return encodeText(block.values, dtype.kind === 'string' ? codePointsOf(dtype) : 1);
    case 'struct': {
      const columns = block.fields.map(({ block: of }, i) => {
        const field = dtype.kind === 'struct' ? dtype.fields[i] : undefined;
        if (field === undefined) throw new RangeError('records of other fields');
        return encodeValues(field.dtype, of);
      });
      return interleave(columns, block.length);
    }
  }
}

function encodeText(strings: Utf8Array, length: number): Uint8Array {
  const encoded = new Uint32Array(strings.length * length);
  for (let i = 0; i < strings.length; i++) {
    const text = Array.from(strings.at(i), (character) => character.codePointAt(0) ?? 0);
    if (text.length > length) throw new RangeError('a text is longer than was declared');
    encoded.set(text, i * length);
  }
  return new Uint8Array(encoded.buffer);
}
