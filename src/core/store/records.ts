import type { ReadableDType } from './dtype.ts';
import type { FieldBlock, ValuesBlock } from './store.ts';

/** Values of one plain dtype in each record: a field, or one of a record in the record. */
export interface Leaf {
  /** From the start of a record, in bytes. */
  readonly offset: number;
  /** Of its values in one record. */
  readonly bytes: number;
}

/** The bytes of a leaf in records of `recordBytes` each, side by side, in memory of its own. */
export function gather(
  records: Uint8Array,
  recordBytes: number,
  { offset, bytes }: Leaf,
): Uint8Array<ArrayBuffer> {
  const count = records.length / recordBytes;
  const gathered = new Uint8Array(count * bytes);
  for (let i = 0; i < count; i++) {
    const from = i * recordBytes + offset;
    for (let b = 0; b < bytes; b++) gathered[i * bytes + b] = records[from + b] ?? 0;
  }
  return gathered;
}

/** Records of the bytes of their fields, the other way round. */
export function interleave(columns: readonly Uint8Array[], count: number): Uint8Array {
  const sizes = columns.map(({ length }) => (count === 0 ? 0 : length / count));
  const recordBytes = sizes.reduce((sum, size) => sum + size, 0);
  const records = new Uint8Array(count * recordBytes);
  let offset = 0;
  columns.forEach((column, k) => {
    const size = sizes[k] ?? 0;
    for (let i = 0; i < count; i++) {
      const to = i * recordBytes + offset;
      for (let b = 0; b < size; b++) records[to + b] = column[i * size + b] ?? 0;
    }
    offset += size;
  });
  return records;
}

/**
 * Nests the blocks of leaves as a dtype has them.
 * @param count of values
 * @param leaves in the order of the fields
 */
export function nestLeaves(
  dtype: ReadableDType,
  count: number,
  leaves: Iterator<ValuesBlock, undefined>,
): ValuesBlock {
  if (dtype.kind !== 'struct') {
    const { value } = leaves.next();
    if (value === undefined) throw new RangeError('a field without values');
    return value;
  }
  const fields = dtype.fields.map(({ name, shape, dtype: of }): FieldBlock => {
    const length = shape.reduce((product, n) => product * n, count);
    return { name, shape, block: nestLeaves(of, length, leaves) };
  });
  return { kind: 'struct', length: count, fields };
}
