import type { Utf8Array } from '../../utf8.ts';
import {
  itemSize,
  numeric,
  STRING,
  type DataType,
  type NumericDType,
  type PlainDType,
  type StructDType,
} from '../../dtype.ts';
import { complexCoding, type RecordLeaf } from './record-coding.ts';

export interface FixedCoding {
  readonly kind: 'fixed';
  readonly dtype: NumericDType;
  readonly bigEndian: boolean;
}

/** How the values of a chunk are laid out once its compressors are undone. */
export type Coding =
  | FixedCoding
  /** numpy's `U`: code points of 4 bytes each, padded with 0. */
  | { readonly kind: 'utf32'; readonly size: number; readonly bigEndian: boolean }
  /** numpy's `S`: bytes, padded with 0. */
  | { readonly kind: 'bytes'; readonly size: number }
  | { readonly kind: 'vlen-utf8' }
  | { readonly kind: 'vlen-bytes' }
  | { readonly kind: 'json2' }
  /** numcodecs' `categorize`: codes, 0 for none and else one more than the index of a label. */
  | { readonly kind: 'categorize'; readonly labels: Utf8Array; readonly codes: FixedCoding }
  /** Values of one size that are no plain numbers: numpy's structured dtype, complex numbers. */
  | {
      readonly kind: 'records';
      readonly dtype: StructDType | Extract<PlainDType, { kind: 'complex' }>;
      readonly size: number;
      /** In the order of the fields. */
      readonly leaves: readonly RecordLeaf[];
    }
  | { readonly kind: 'opaque'; readonly name: string };

export function dataTypeOf(coding: Coding): DataType {
  switch (coding.kind) {
    case 'fixed':
      return numeric(coding.dtype);
    case 'utf32':
    case 'bytes':
    case 'vlen-utf8':
    case 'vlen-bytes':
    case 'json2':
    case 'categorize':
      return STRING;
    case 'records':
      return coding.dtype;
    case 'opaque':
      return { kind: 'opaque', name: coding.name };
  }
}

/** Bytes of `count` values; undefined where they depend on the values. */
export function codedSize(coding: Coding, count: number): number | undefined {
  switch (coding.kind) {
    case 'fixed':
      return itemSize(coding.dtype) * count;
    case 'categorize':
      return itemSize(coding.codes.dtype) * count;
    case 'utf32':
    case 'bytes':
    case 'records':
      return coding.size * count;
    case 'vlen-utf8':
    case 'vlen-bytes':
    case 'json2':
    case 'opaque':
      return undefined;
  }
}

const V2_NUMERIC: ReadonlyMap<string, NumericDType> = new Map([
  ['b1', 'bool'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/** From numpy's type string, as in `<f4`, `|O`, `>U5`; `objectCodec` says how objects are stored. */
export function codingOfV2(dtype: string, objectCodec: string | undefined): Coding {
  const bigEndian = dtype.startsWith('>');
  const type = dtype.slice(1);
  const name = V2_NUMERIC.get(type);
  if (name !== undefined) return { kind: 'fixed', dtype: name, bigEndian };
  const [, letter, digits] = /^([US])(\d+)$/u.exec(type) ?? [];
  const length = Number(digits);
  if (letter === 'U') return { kind: 'utf32', size: length * 4, bigEndian };
  if (letter === 'S') return { kind: 'bytes', size: length };
  if (type === 'O') {
    if (isTextCodec(objectCodec)) return { kind: objectCodec };
    return { kind: 'opaque', name: objectCodec ?? 'object' };
  }
  if (type === 'c8' || type === 'c16') {
    return complexCoding(type === 'c8' ? 'complex64' : 'complex128', bigEndian);
  }
  return { kind: 'opaque', name: dtype };
}

const isTextCodec = (name: string | undefined): name is 'vlen-utf8' | 'vlen-bytes' | 'json2' =>
  name === 'vlen-utf8' || name === 'vlen-bytes' || name === 'json2';

const V3_NUMERIC: ReadonlySet<string> = new Set(V2_NUMERIC.values());
const isNumeric = (name: string): name is NumericDType => V3_NUMERIC.has(name);

/** From the data type's name and its configured `length_bytes`. */
export function codingOfV3(
  name: string,
  lengthBytes: number | undefined,
  bigEndian: boolean,
): Coding {
  if (isNumeric(name)) return { kind: 'fixed', dtype: name, bigEndian };
  if (name === 'complex64' || name === 'complex128') return complexCoding(name, bigEndian);
  if (name === 'string') return { kind: 'vlen-utf8' };
  if (name === 'variable_length_bytes' || name === 'bytes') return { kind: 'vlen-bytes' };
  if (name === 'fixed_length_utf32' && lengthBytes !== undefined) {
    return { kind: 'utf32', size: lengthBytes, bigEndian };
  }
  if (name === 'null_terminated_bytes' && lengthBytes !== undefined) {
    return { kind: 'bytes', size: lengthBytes };
  }
  return { kind: 'opaque', name };
}
