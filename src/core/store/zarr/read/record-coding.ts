import type { ComplexDType, StructField } from '../../dtype.ts';
import { numberBytes, type NumberDType } from '../../number-sink.ts';
import type { Leaf } from '../../records.ts';
import { codedSize, dataTypeOf, type Coding } from './coding.ts';

/** How one plain value in a record is laid out. */
export type LeafCoding =
  | { readonly kind: 'numbers'; readonly dtype: NumberDType; readonly bigEndian: boolean }
  | Extract<Coding, { kind: 'utf32' | 'bytes' }>;

export interface RecordLeaf extends Leaf {
  /** Of the record itself, not of one in it: position of the field that this is of. */
  readonly field: number;
  /** Values in one record. */
  readonly count: number;
  readonly coding: LeafCoding;
}

export interface CodedField {
  readonly name: string;
  readonly coding: Coding;
  /** `[]` for one value in each record. */
  readonly shape: readonly number[];
}

/** A complex number is a record of one field: itself. */
export function complexCoding(name: ComplexDType, bigEndian: boolean): Coding {
  const dtype = { kind: 'complex', name } as const;
  const bytes = numberBytes(dtype);
  const coding = { kind: 'numbers', dtype, bigEndian } as const;
  const leaf: RecordLeaf = { offset: 0, bytes, field: 0, count: 1, coding };
  return { kind: 'records', dtype, size: bytes, leaves: [leaf] };
}

/** numpy's structured dtype without gaps: the fields one after another. */
export function recordsCoding(fields: readonly CodedField[]): Coding {
  const leaves: RecordLeaf[] = [];
  const dtypes: StructField[] = [];
  let offset = 0;
  for (const [field, { name, coding, shape }] of fields.entries()) {
    const dtype = dataTypeOf(coding);
    const size = codedSize(coding, 1);
    if (dtype.kind === 'opaque' || size === undefined) {
      const what = dtype.kind === 'opaque' ? dtype.name : coding.kind;
      return { kind: 'opaque', name: `structured with ${what}` };
    }
    if (dtype.kind === 'struct' && shape.length > 0) {
      return { kind: 'opaque', name: 'structured with lists of records' };
    }
    const count = shape.reduce((product, n) => product * n, 1);
    for (const leaf of leavesOf(coding)) {
      const bytes = leaf.bytes * count;
      leaves.push({
        ...leaf,
        field,
        bytes,
        offset: offset + leaf.offset,
        count: leaf.count * count,
      });
    }
    dtypes.push({ name, dtype, shape });
    offset += size * count;
  }
  return { kind: 'records', dtype: { kind: 'struct', fields: dtypes }, size: offset, leaves };
}

function leavesOf(coding: Coding): readonly RecordLeaf[] {
  switch (coding.kind) {
    case 'records':
      return coding.leaves;
    case 'fixed': {
      const dtype = { kind: 'numeric', name: coding.dtype } as const;
      const numbers = { kind: 'numbers', dtype, bigEndian: coding.bigEndian } as const;
      return [{ offset: 0, bytes: numberBytes(dtype), field: 0, count: 1, coding: numbers }];
    }
    case 'utf32':
    case 'bytes':
      return [{ offset: 0, bytes: coding.size, field: 0, count: 1, coding }];
    case 'vlen-utf8':
    case 'vlen-bytes':
    case 'json2':
    case 'categorize':
    case 'opaque':
      return [];
  }
}
