import type { Hdf5Metadata } from '../library.ts';
import { TYPE_CLASS } from '../datatype.ts';
import { FieldReader } from './bytes.ts';
import { VLEN_BYTES } from './global-heap.ts';
import { UnknownFormatError } from './unknown-format.ts';
import { utf8Of } from './utf8-name.ts';

/** A datatype as the library describes it, but for sizes and offsets, which are the file's. */
export type FileType = Omit<Hdf5Metadata, 'shape' | 'maxshape' | 'chunks' | 'total_size'>;

/** Types in types: more than this is damage. */
const MAX_DEPTH = 32;
const MAX_VERSION = 5;
/** Classes without values that AnnData knows: of dates, and of two numbers. */
const TIME = 2;
const COMPLEX = 11;
/** IEEE 754: place of the sign, place and bits of the exponent and of the mantissa, bias. */
const IEEE: ReadonlyMap<number, string> = new Map([
  [2, '15,10,5,0,10,15'],
  [4, '31,23,8,0,23,127'],
  [8, '63,52,11,0,52,1023'],
]);
/** Of the flags of a float: order of bytes, and that the first bit of the mantissa is left out. */
const FLOAT_FORM = 0x70;
const USUAL_FORM = 0x20;

/**
 * The datatype that a message describes (format specification, section IV.A.2.d).
 * @throws RangeError when it is damaged, UnknownFormatError
 */
export function datatypeOf(body: Buffer): FileType {
  return readType(new FieldReader(body), 0);
}

function readType(fields: FieldReader, depth: number): FileType {
  if (depth > MAX_DEPTH) throw new RangeError('a datatype without end');
  const head = fields.u8();
  const version = head >> 4;
  const typeClass = head & 0x0f;
  const flags = fields.uint(3);
  const size = fields.u32();
  if (version < 1 || version > MAX_VERSION || size === 0) throw damaged();
  const plain = {
    type: typeClass,
    size,
    littleEndian: (flags & 1) === 0,
    signed: false,
    vlen: false,
  };
  switch (typeClass) {
    case TYPE_CLASS.integer: {
      const isWhole = fields.u16() === 0 && fields.u16() === 8 * size;
      return { ...plain, signed: (flags & 8) !== 0, ...(isWhole ? {} : unusual('integer')) };
    }
    case TYPE_CLASS.float: {
      const isWhole = fields.u16() === 0 && fields.u16() === 8 * size;
      const sign = (flags >> 8) & 0xff;
      const places = [sign, fields.u8(), fields.u8(), fields.u8(), fields.u8(), fields.u32()];
      const isUsual = (flags & FLOAT_FORM) === USUAL_FORM;
      const isIeee = isWhole && isUsual && IEEE.get(size) === places.join(',');
      return { ...plain, ...(isIeee || !IEEE.has(size) ? {} : unusual('float')) };
    }
    case TYPE_CLASS.string:
      return { ...plain, littleEndian: true, strpad: flags & 0x0f, cset: (flags >> 4) & 0x0f };
    case TYPE_CLASS.bitfield:
      fields.skip(4);
      return plain;
    case TYPE_CLASS.opaque:
      fields.skip(flags & 0xff);
      return { ...plain, littleEndian: true };
    case TYPE_CLASS.reference:
      return { ...plain, littleEndian: true, ...referenceKind(flags & 0x0f) };
    case TYPE_CLASS.vlen: {
      const base = readType(fields, depth + 1);
      if (size !== VLEN_BYTES) throw new UnknownFormatError('lists of this form');
      if ((flags & 0x0f) !== 1) return { ...plain, littleEndian: true, vlen_type: wholeType(base) };
      const strpad = (flags >> 4) & 0x0f;
      const cset = (flags >> 8) & 0x0f;
      return { ...plain, type: TYPE_CLASS.string, littleEndian: true, vlen: true, strpad, cset };
    }
    case TYPE_CLASS.compound:
      return {
        ...plain,
        littleEndian: true,
        compound_type: readMembers(fields, version, flags & 0xffff, size, depth),
      };
    case TYPE_CLASS.enumeration:
      return { ...plain, ...readEnum(fields, version, flags & 0xffff, depth) };
    case TYPE_CLASS.array: {
      const rank = fields.u8();
      if (version < 3) fields.skip(3);
      const shape = Array.from({ length: rank }, () => fields.u32());
      if (version < 3) fields.skip(4 * rank);
      return {
        ...plain,
        littleEndian: true,
        array_type: { ...wholeType(readType(fields, depth + 1)), shape },
      };
    }
    case TIME:
      throw new UnknownFormatError('this datatype');
    case COMPLEX:
      readType(fields, depth + 1);
      return plain;
    default:
      throw damaged();
  }
}

/** The library describes types in types as if they were of datasets. */
export const wholeType = (type: FileType): Hdf5Metadata => ({
  ...type,
  shape: [],
  maxshape: [],
  chunks: null,
  total_size: 1,
});

/** Of bits that do not fill its bytes, or that mean something else than usual. */
const unusual = (name: string) => ({ unusual: `unusual ${name}` });

function referenceKind(kind: number): { readonly ref_type?: 'object' | 'region' } {
  if (kind === 0) return { ref_type: 'object' };
  return kind === 1 ? { ref_type: 'region' } : {};
}

function readMembers(
  fields: FieldReader,
  version: number,
  count: number,
  size: number,
  depth: number,
): NonNullable<Hdf5Metadata['compound_type']> {
  const offsetBytes = Math.floor(Math.log2(Math.max(1, size)) / 8) + 1;
  const members = Array.from({ length: count }, () => {
    const name = nameOf(fields, version);
    const offset = version < 3 ? fields.u32() : fields.uint(offsetBytes);
    if (version === 1) {
      if (fields.u8() !== 0) throw new UnknownFormatError('arrays in tables of this form');
      fields.skip(27);
    }
    const type = readType(fields, depth + 1);
    if (offset + type.size > size) throw damaged();
    return { ...wholeType(type), name, offset };
  });
  checkMembers(members);
  return { members, nmembers: count };
}

function readEnum(fields: FieldReader, version: number, count: number, depth: number) {
  const base = readType(fields, depth + 1);
  if (base.type !== TYPE_CLASS.integer || base.unusual !== undefined) {
    throw new UnknownFormatError('an enum of other values than integers');
  }
  const names = Array.from({ length: count }, () => nameOf(fields, version));
  if (new Set(names).size < count) throw damaged();
  const members = names.map((name) => [name, enumValue(fields.take(base.size), base)] as const);
  return {
    signed: base.signed,
    littleEndian: base.littleEndian,
    enum_type: { type: base.type, nmembers: count, members: Object.fromEntries(members) },
  };
}

function enumValue(bytes: Buffer, { littleEndian, signed, size }: FileType): number {
  const ordered = littleEndian ? bytes : Buffer.from(bytes).reverse();
  const value = ordered.reduceRight((sum, byte) => sum * 2n ** 8n + BigInt(byte), 0n);
  return Number(signed ? BigInt.asIntN(8 * size, value) : value);
}

/** @throws RangeError where there are none, or two of one name or in one place */
function checkMembers(
  members: readonly { readonly name: string; readonly offset: number; readonly size: number }[],
): void {
  const inOrder = members.toSorted((a, b) => a.offset - b.offset);
  const isOver = inOrder.some(({ offset }, i) => {
    const before = inOrder[i - 1];
    return before !== undefined && offset < before.offset + before.size;
  });
  const names = new Set(members.map(({ name }) => name));
  if (isOver || members.length === 0 || names.size < members.length) throw damaged();
}

/** Of a member. */
function nameOf(fields: FieldReader, version: number): string {
  const name = utf8Of(fields.terminated(version < 3 ? 8 : 1).toString('latin1'));
  if (name === null || name === '') throw damaged();
  return name;
}

const damaged = (): RangeError => new RangeError('a damaged datatype');
