import { partOf, type NumericDType, type ReadableDType } from '../../dtype.ts';
import { ByteWriter } from './byte-writer.ts';

/** A datatype message (specification section IV.A.2.d) and the bytes of one value. */
export interface Datatype {
  readonly size: number;
  readonly message: Uint8Array;
}

/** Class in the low four bits, version 1 in the high ones. */
const FIXED_POINT = 0x10;
const FLOATING_POINT = 0x11;
const STRING_CLASS = 0x13;
const ENUMERATION = 0x18;
const VARIABLE_LENGTH = 0x19;
/** These are of version 3, which pads nothing. */
const COMPOUND = 0x36;
const ARRAY = 0x3a;

const CHARSET_UTF8 = 1;

function fixedPoint(size: number, signed: boolean): Datatype {
  const message = new ByteWriter()
    .u8(FIXED_POINT, signed ? 8 : 0, 0, 0)
    .u32(size)
    .u16(0)
    .u16(8 * size)
    .bytes();
  return { size, message };
}

/** IEEE 754: sign, exponent, mantissa with an implied leading one. */
function floatingPoint(size: number, exponentBits: number): Datatype {
  const bits = 8 * size;
  const mantissaBits = bits - 1 - exponentBits;
  const message = new ByteWriter()
    .u8(FLOATING_POINT, 0x20, bits - 1, 0)
    .u32(size)
    .u16(0)
    .u16(bits)
    .u8(mantissaBits, exponentBits, 0, mantissaBits)
    .u32(2 ** (exponentBits - 1) - 1)
    .bytes();
  return { size, message };
}

/** h5py's bool: an enumeration over int8. Version 1 pads names to multiples of eight bytes. */
function boolean(): Datatype {
  const base = fixedPoint(1, true).message;
  const message = new ByteWriter()
    .u8(ENUMERATION, 2, 0, 0)
    .u32(1)
    .raw(base)
    .ascii('FALSE\0\0\0')
    .ascii('TRUE\0\0\0\0')
    .u8(0, 1)
    .bytes();
  return { size: 1, message };
}

/** Variable-length UTF-8 as h5py declares it: length, collection's address and object index. */
function variableLengthString(): Datatype {
  const message = new ByteWriter()
    .u8(VARIABLE_LENGTH, 1, CHARSET_UTF8, 0)
    .u32(16)
    .u8(STRING_CLASS, CHARSET_UTF8 << 4, 0, 0)
    .u32(1)
    .bytes();
  return { size: 16, message };
}

export const STRING_TYPE = variableLengthString();

const NUMERIC_TYPES: Readonly<Record<NumericDType, Datatype>> = {
  bool: boolean(),
  int8: fixedPoint(1, true),
  int16: fixedPoint(2, true),
  int32: fixedPoint(4, true),
  int64: fixedPoint(8, true),
  uint8: fixedPoint(1, false),
  uint16: fixedPoint(2, false),
  uint32: fixedPoint(4, false),
  uint64: fixedPoint(8, false),
  float16: floatingPoint(2, 5),
  float32: floatingPoint(4, 8),
  float64: floatingPoint(8, 11),
};

export const numericType = (dtype: NumericDType): Datatype => NUMERIC_TYPES[dtype];

interface Member {
  readonly name: string;
  readonly type: Datatype;
}

/** Members one after another, without gaps. */
function compound(members: readonly Member[]): Datatype {
  const size = members.reduce((sum, { type }) => sum + type.size, 0);
  const offsetBytes = Math.floor(Math.log2(Math.max(1, size)) / 8) + 1;
  const writer = new ByteWriter().u8(COMPOUND).uint(members.length, 3).u32(size);
  let offset = 0;
  for (const { name, type } of members) {
    writer.raw(Buffer.from(name)).u8(0).uint(offset, offsetBytes).raw(type.message);
    offset += type.size;
  }
  return { size, message: writer.bytes() };
}

function listOf(type: Datatype, shape: readonly number[]): Datatype {
  if (shape.length === 0) return type;
  const size = shape.reduce((product, n) => product * n, type.size);
  const writer = new ByteWriter().u8(ARRAY, 0, 0, 0).u32(size).u8(shape.length);
  for (const extent of shape) writer.u32(extent);
  return { size, message: writer.raw(type.message).bytes() };
}

/** The datatype that h5py gives values of a dtype: complex numbers are a compound of `r` and `i`. */
export function datatypeOf(dtype: ReadableDType): Datatype {
  switch (dtype.kind) {
    case 'numeric':
      return numericType(dtype.name);
    case 'complex': {
      const part = numericType(partOf(dtype.name));
      return compound([
        { name: 'r', type: part },
        { name: 'i', type: part },
      ]);
    }
    case 'string':
      return STRING_TYPE;
    case 'struct':
      return compound(
        dtype.fields.map(({ name, shape, dtype: of }) => ({
          name,
          type: listOf(datatypeOf(of), shape),
        })),
      );
  }
}
