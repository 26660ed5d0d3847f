import { swapBytes } from '../../byte-order.ts';
import {
  allocate,
  bytesOf,
  type DataType,
  itemSize,
  type NumericDType,
  partOf,
} from '../../dtype.ts';
import { toFloat16 } from '../../float16.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import type { Coding } from './coding.ts';
import type { LeafCoding } from './record-coding.ts';
import { Utf8Array } from '../../utf8.ts';

/**
 * The bytes of one value that stands where nothing is stored, little-endian.
 * @throws RangeError when it is no value of this dtype
 */
export function fillBytes(dtype: NumericDType, fill: unknown): Uint8Array {
  const value = allocate(dtype, 1);
  const bytes = bytesOf(value);
  if (typeof fill === 'string' && /^0x[0-9a-f]+$/iu.test(fill)) {
    // The bits of a NaN, most significant byte first (Zarr v3, "Permitted fill values").
    const bits = Buffer.from(fill.slice(2).padStart(bytes.length * 2, '0'), 'hex');
    bytes.set(bits.reverse().subarray(0, bytes.length));
    return bytes;
  }
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) {
    const integer = toBigInt(fill);
    value[0] = integer;
    if (value[0] !== integer) throw noFill();
  } else {
    const number = toNumber(fill);
    const isFloat = dtype.startsWith('float');
    value[0] = dtype === 'float16' ? toFloat16(number) : number;
    if (!isFloat && value[0] !== number) throw noFill();
    if (dtype === 'bool' && number > 1) throw noFill();
  }
  return bytes;
}

const noFill = (): RangeError => new RangeError('its fill value is none of its type');

function toNumber(fill: unknown): number {
  if (fill === null) return 0;
  if (typeof fill === 'number') return fill;
  if (typeof fill === 'bigint' || typeof fill === 'boolean') return Number(fill);
  const number = typeof fill === 'string' ? Number(fill) : NaN;
  if (Number.isNaN(number) && fill !== 'NaN') throw noFill();
  return number;
}

function toBigInt(fill: unknown): bigint {
  if (typeof fill === 'bigint') return fill;
  const number = toNumber(fill);
  if (!Number.isInteger(number)) throw noFill();
  return BigInt(number);
}

/**
 * The same, as it is stored, for records and complex numbers. Of records, Zarr writes the bytes as
 * base64, or from zarr-python 3.2 on the value of each field.
 */
export function recordFill(
  { size, dtype, leaves }: Extract<Coding, { kind: 'records' }>,
  fill: unknown,
): Uint8Array {
  const bytes = new Uint8Array(size);
  if (dtype.kind === 'struct' && typeof fill === 'string') {
    const stored = Buffer.from(fill, 'base64');
    if (stored.length === size) bytes.set(stored);
    return bytes;
  }
  const values = leafValues(dtype, fill);
  for (const [i, { offset, coding }] of leaves.entries()) {
    const value = values[i] ?? null;
    if (value !== null) bytes.set(leafFill(coding, value), offset);
  }
  return bytes;
}

/** Of the plain values in a record, in their order; null where there is none. */
function leafValues(dtype: DataType, fill: unknown): readonly unknown[] {
  if (dtype.kind !== 'struct') return [fill];
  const fields = new Map(isObject(fill) ? Object.entries(fill) : []);
  return dtype.fields.flatMap(({ name, dtype: of }) => leafValues(of, fields.get(name)));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function leafFill(coding: LeafCoding, value: unknown): Uint8Array {
  if (coding.kind === 'numbers') return numbersFill(coding, value);
  if (typeof value !== 'string') throw noFill();
  if (coding.kind === 'bytes') return Buffer.from(value, 'base64').subarray(0, coding.size);
  const points = Array.from(value, (character) => character.codePointAt(0) ?? 0);
  const bytes = bytesOf(Uint32Array.from(points)).subarray(0, coding.size);
  if (coding.bigEndian) swapBytes(bytes, 4);
  return bytes;
}

/** A complex number is a list of two. */
function numbersFill(
  { dtype, bigEndian }: Extract<LeafCoding, { kind: 'numbers' }>,
  value: unknown,
): Uint8Array {
  const part = dtype.kind === 'complex' ? partOf(dtype.name) : dtype.name;
  const isPair = dtype.kind === 'complex' && Array.isArray(value);
  if (dtype.kind === 'complex' && !isPair) return new Uint8Array(0);
  const parts: readonly unknown[] = isPair ? value.slice(0, 2) : [value];
  const bytes = Buffer.concat(parts.map((each) => fillBytes(part, each)));
  if (bigEndian) swapBytes(bytes, itemSize(part));
  return bytes;
}

/** The string that stands where nothing is stored. */
export function fillString({ coding, fill }: ZarrArrayMeta): Utf8Array {
  if (typeof fill !== 'string') return Utf8Array.from(['']);
  // The fill value of bytes is written as base64.
  const isBytes = coding.kind === 'bytes' || coding.kind === 'vlen-bytes';
  const text = isBytes ? Buffer.from(fill, 'base64').toString('utf8') : fill;
  return Utf8Array.from([text.replace(/\0+$/u, '')]);
}
