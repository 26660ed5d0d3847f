import { swapBytes } from '../../byte-order.ts';
import { allocate, bytesOf, partOf, type NumericDType } from '../../dtype.ts';
import { toFloat16 } from '../../float16.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import type { Coding } from './coding.ts';
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

/** The same for records, which Zarr writes as base64, and complex numbers, a list of two. */
export function recordFill(
  { size, dtype, leaves }: Extract<Coding, { kind: 'records' }>,
  fill: unknown,
): Uint8Array {
  const bytes = new Uint8Array(size);
  if (dtype.kind === 'complex') {
    if (!Array.isArray(fill)) return bytes;
    fill.slice(0, 2).forEach((part: unknown, i) => {
      bytes.set(fillBytes(partOf(dtype.name), part), (i * size) / 2);
    });
    const [leaf] = leaves;
    if (leaf?.coding.kind === 'numbers' && leaf.coding.bigEndian) swapBytes(bytes, size / 2);
    return bytes;
  }
  const stored = typeof fill === 'string' ? Buffer.from(fill, 'base64') : bytes;
  if (stored.length === size) bytes.set(stored);
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
