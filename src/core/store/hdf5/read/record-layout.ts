import type { PlainDType } from '../../dtype.ts';
import type { Leaf } from '../../records.ts';
import { arrayField, dataTypeOf, TYPE_CLASS } from './datatype.ts';
import type { Hdf5Metadata } from './library.ts';

/** Values of one plain dtype in each record. */
export interface RecordLeaf extends Leaf {
  /** Of the record itself, not of one in it: position of the field that this is of. */
  readonly field: number;
  readonly dtype: PlainDType;
  /** Of one value. */
  readonly type: Hdf5Metadata;
  /** Values in one record. */
  readonly count: number;
}

export interface RecordLayout {
  /** Bytes of a record. */
  readonly bytes: number;
  readonly leaves: readonly RecordLeaf[];
}

/**
 * Where the values of records lie, in the file or in the library's memory, which differ in the size
 * of what stands for a string of variable length. Complex numbers are records with one field.
 * @param referenceBytes the size of that
 */
export function recordLayout(type: Hdf5Metadata, referenceBytes: number): RecordLayout {
  const leaves: RecordLeaf[] = [];
  const bytes = place(type, referenceBytes, 0, undefined, leaves);
  return { bytes, leaves };
}

/** Adds the leaves of values at an offset, in the order of the fields; answers the bytes of all. */
function place(
  type: Hdf5Metadata,
  referenceBytes: number,
  offset: number,
  field: number | undefined,
  leaves: RecordLeaf[],
): number {
  const { base, count } = arrayField(type);
  const dtype = dataTypeOf(base);
  switch (dtype.kind) {
    case 'struct': {
      const members = base.compound_type?.members ?? [];
      const sizes = members.map((member) => place(member, referenceBytes, 0, 0, []));
      // Sizes of references change where all that is behind them lies.
      const shiftBefore = (limit: number): number =>
        members.reduce(
          (sum, { offset: at, size }, i) => sum + (at < limit ? (sizes[i] ?? size) - size : 0),
          0,
        );
      members.forEach((member, i) => {
        const at = offset + member.offset + shiftBefore(member.offset);
        place(member, referenceBytes, at, field ?? i, leaves);
      });
      return base.size + shiftBefore(Infinity);
    }
    case 'numeric':
    case 'complex':
    case 'string': {
      const bytes = (base.vlen ? referenceBytes : base.size) * count;
      leaves.push({ offset, bytes, field: field ?? 0, dtype, type: base, count });
      return bytes;
    }
    case 'opaque':
      throw new TypeError(`values of type «${dtype.name}» have no layout`);
  }
}

/** Whether complex numbers have their most significant byte first. */
export const isBigEndian = (type: Hdf5Metadata): boolean =>
  type.type === TYPE_CLASS.compound
    ? type.compound_type?.members[0]?.littleEndian === false
    : !type.littleEndian;
