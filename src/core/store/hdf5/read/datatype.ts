import { numeric, type DataType, type NumericDType, type StructField } from '../../dtype.ts';
import type { Hdf5Metadata } from './library.ts';

/** Datatype classes of the HDF5 file format specification, section IV.A.2.d. */
export const TYPE_CLASS = {
  integer: 0,
  float: 1,
  string: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enumeration: 8,
  vlen: 9,
  array: 10,
} as const;

const INTEGERS: ReadonlyMap<number, readonly [signed: NumericDType, unsigned: NumericDType]> =
  new Map([
    [1, ['int8', 'uint8']],
    [2, ['int16', 'uint16']],
    [4, ['int32', 'uint32']],
    [8, ['int64', 'uint64']],
  ]);
const FLOATS: ReadonlyMap<number, NumericDType> = new Map([
  [2, 'float16'],
  [4, 'float32'],
  [8, 'float64'],
]);

/** The dtype of values that HDF5 describes so; enums are h5py's bool or their integers. */
export function dataTypeOf(type: Hdf5Metadata): DataType {
  if (type.unusual !== undefined) return opaque(type.unusual);
  switch (type.type) {
    case TYPE_CLASS.integer:
      return integer(type);
    case TYPE_CLASS.float: {
      const name = FLOATS.get(type.size);
      return name === undefined ? opaque(`float${type.size * 8}`) : numeric(name);
    }
    case TYPE_CLASS.string:
      return isBytes(type) ? { kind: 'string', isBytes: true } : { kind: 'string' };
    case TYPE_CLASS.enumeration:
      return isBool(type) ? numeric('bool') : integer(type);
    case TYPE_CLASS.compound:
      return isComplex(type) ? complex(type) : compound(type);
    case TYPE_CLASS.reference:
      return opaque('reference');
    case TYPE_CLASS.bitfield:
      return opaque('bitfield');
    case TYPE_CLASS.vlen:
      return opaque('variable-length list');
    case TYPE_CLASS.array:
      return opaque('array');
    case TYPE_CLASS.opaque:
      return opaque('opaque');
    default:
      return opaque(`HDF5 type class ${type.type}`);
  }
}

const opaque = (name: string): DataType => ({ kind: 'opaque', name });

function integer(type: Hdf5Metadata): DataType {
  const names = INTEGERS.get(type.size);
  if (names === undefined) return opaque(`int${type.size * 8}`);
  return numeric(type.signed ? names[0] : names[1]);
}

/** h5py stores numpy's bool as an enum of one byte. */
function isBool({ size, enum_type: values }: Hdf5Metadata): boolean {
  return (
    size === 1 &&
    values?.nmembers === 2 &&
    values.members['FALSE'] === 0 &&
    values.members['TRUE'] === 1
  );
}

/** h5py stores numpy's `S` as text of ASCII and fixed length. */
const isBytes = ({ vlen, cset }: Hdf5Metadata): boolean => !vlen && cset === ASCII;
const ASCII = 0;

/** h5py stores numpy's complex numbers as a compound of `r` and `i`. */
function isComplex({ compound_type: compound }: Hdf5Metadata): boolean {
  const [real, imaginary] = compound?.members ?? [];
  return (
    compound?.nmembers === 2 &&
    real?.name === 'r' &&
    imaginary?.name === 'i' &&
    real.type === TYPE_CLASS.float &&
    imaginary.type === TYPE_CLASS.float &&
    real.size === imaginary.size &&
    real.littleEndian === imaginary.littleEndian
  );
}

function complex({ size, compound_type: compound }: Hdf5Metadata): DataType {
  const isPacked = compound?.members[1]?.offset === size / 2;
  const name = size === 8 ? 'complex64' : size === 16 ? 'complex128' : undefined;
  return isPacked && name !== undefined
    ? { kind: 'complex', name }
    : opaque(`complex of ${size} bytes`);
}

/** Records, if all of their fields can be read. */
function compound({ compound_type: type }: Hdf5Metadata): DataType {
  const fields: StructField[] = [];
  for (const member of type?.members ?? []) {
    const { base, shape } = arrayField(member);
    const dtype = dataTypeOf(base);
    if (dtype.kind === 'opaque') return opaque(`compound with ${dtype.name}`);
    if (dtype.kind === 'struct' && shape.length > 0)
      return opaque('compound with lists of records');
    fields.push({ name: member.name, dtype, shape });
  }
  return { kind: 'struct', fields };
}

/** The values that a field has in each record: one, or those of HDF5's array class. */
export function arrayField(type: Hdf5Metadata): {
  readonly base: Hdf5Metadata;
  readonly shape: readonly number[];
  readonly count: number;
} {
  if (type.type !== TYPE_CLASS.array || type.array_type === undefined) {
    return { base: type, shape: [], count: 1 };
  }
  const shape = type.array_type.shape ?? [];
  return { base: type.array_type, shape, count: shape.reduce((product, n) => product * n, 1) };
}
