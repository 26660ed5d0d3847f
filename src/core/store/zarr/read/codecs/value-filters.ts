import * as z from 'zod';
import { swapBytes } from '../../../byte-order.ts';
import { bytesOf, itemSize, viewOf, type NumericArray, type NumericDType } from '../../../dtype.ts';
import { fromFloat16, toFloat16 } from '../../../float16.ts';
import { unshuffle } from '../../../unshuffle.ts';
import { codingOfV2, codingOfV3 } from '../coding.ts';
import { castValues, isBig } from './cast.ts';
import type { Decoder, DecoderFactory } from './decoder.ts';

interface ValueType {
  readonly dtype: NumericDType;
  readonly bigEndian: boolean;
}

/** numpy's `<f4`, or a name of Zarr v3 as in `float32`. */
const typeSchema = z.string().transform((text, context): ValueType => {
  const v2 = codingOfV2(text, undefined);
  const coding = v2.kind === 'fixed' ? v2 : codingOfV3(text, undefined, false);
  if (coding.kind === 'fixed') return coding;
  context.addIssue({ code: 'custom', message: `«${text}» is no type of numbers` });
  return z.NEVER;
});
const typesSchema = z.object({ dtype: typeSchema, astype: typeSchema.nullish() });
const scaleSchema = z.object({ scale: z.number(), offset: z.number() });
const castSchema = z.object({ encode_dtype: typeSchema, decode_dtype: typeSchema });
const shuffleSchema = z.object({ elementsize: z.int().positive().default(4) });

/** The values in bytes, in a buffer of their own. */
function valuesOf(bytes: Uint8Array, { dtype, bigEndian }: ValueType): NumericArray {
  const size = itemSize(dtype);
  if (bytes.length % size !== 0) {
    throw new Error(`a chunk of ${bytes.length} bytes holds no whole number of values`);
  }
  const own = bytes.slice();
  if (bigEndian) swapBytes(own, size);
  return viewOf(dtype, own.buffer, own.byteOffset, own.length / size);
}

function toBytes(values: NumericArray, { dtype, bigEndian }: ValueType): Uint8Array {
  const bytes = bytesOf(values);
  if (bigEndian) swapBytes(bytes, itemSize(dtype));
  return bytes;
}

type Undo = (
  values: NumericArray,
  astype: NumericDType,
  dtype: NumericDType,
  configuration: Readonly<Record<string, unknown>>,
) => NumericArray;

const valueFilter =
  (undo: Undo): DecoderFactory =>
  (configuration) => {
    const { dtype, astype } = typesSchema.parse(configuration);
    return between(dtype, astype ?? dtype, (values, from, to) =>
      undo(values, from, to, configuration),
    );
  };

/** Of a filter that stores values of `type` as `stored`. */
const between = (
  type: ValueType,
  stored: ValueType,
  undo: (values: NumericArray, from: NumericDType, to: NumericDType) => NumericArray,
): Decoder => ({
  encodedBound: (size) => (size / itemSize(type.dtype)) * itemSize(stored.dtype),
  decode: (bytes) => toBytes(undo(valuesOf(bytes, stored), stored.dtype, type.dtype), type),
});

/** Running sums, which wrap and round as the dtype does. */
function undelta(values: NumericArray, astype: NumericDType, dtype: NumericDType): NumericArray {
  const sums = castValues(values, astype, dtype);
  if (isBig(sums)) {
    for (let i = 1; i < sums.length; i++) sums[i] = (sums[i] ?? 0n) + (sums[i - 1] ?? 0n);
    return sums;
  }
  const isHalf = dtype === 'float16';
  for (let i = 1; i < sums.length; i++) {
    const [a, b] = [sums[i] ?? 0, sums[i - 1] ?? 0];
    sums[i] = isHalf ? toFloat16(fromFloat16(a) + fromFloat16(b)) : a + b;
  }
  return sums;
}

/** numpy computes in the stored type when that is a float, else in float64. */
function rescale(
  values: NumericArray,
  astype: NumericDType,
  dtype: NumericDType,
  configuration: Readonly<Record<string, unknown>>,
): NumericArray {
  const { scale, offset } = scaleSchema.parse(configuration);
  const isNarrow = astype === 'float32' || astype === 'float16';
  const narrow = isNarrow ? roundTo(astype) : (value: number) => value;
  const [by, and] = [narrow(scale), narrow(offset)];
  const result = allocateFloats(isNarrow, values.length);
  for (let i = 0; i < result.length; i++) {
    const value = astype === 'float16' ? fromFloat16(Number(values[i])) : Number(values[i]);
    result[i] = narrow(narrow(value / by) + and);
  }
  return castValues(result, isNarrow ? 'float32' : 'float64', dtype);
}

const roundTo = (dtype: 'float16' | 'float32') => (value: number) =>
  dtype === 'float32' ? Math.fround(value) : fromFloat16(toFloat16(value));
const allocateFloats = (isNarrow: boolean, length: number): Float32Array | Float64Array =>
  isNarrow ? new Float32Array(length) : new Float64Array(length);

/** numpy's `packbits`, behind a byte that says how many bits of the last byte are padding. */
function unpackBits(bytes: Uint8Array): Uint8Array {
  const padding = bytes[0];
  if (padding === undefined || padding > 7) throw new Error('a chunk of bits is damaged');
  const count = (bytes.length - 1) * 8 - padding;
  if (count < 0) throw new Error('a chunk of bits is damaged');
  return Uint8Array.from(
    { length: count },
    (_, i) => ((bytes[1 + (i >>> 3)] ?? 0) >>> (7 - (i & 7))) & 1,
  );
}

/** Filters of numcodecs that change values or their order; each says itself of what type they are. */
export const VALUE_FILTERS: Readonly<Record<string, DecoderFactory>> = {
  delta: valueFilter(undelta),
  fixedscaleoffset: valueFilter(rescale),
  quantize: valueFilter(castValues),
  astype: (configuration) => {
    const { decode_dtype: type, encode_dtype: stored } = castSchema.parse(configuration);
    return between(type, stored, castValues);
  },
  // Bits are only lost on writing.
  bitround: () => ({ encodedBound: (size) => size, decode: (bytes) => bytes }),
  packbits: () => ({ encodedBound: (size) => 1 + Math.ceil(size / 8), decode: unpackBits }),
  shuffle: (configuration) => {
    const { elementsize } = shuffleSchema.parse(configuration);
    return { encodedBound: (size) => size, decode: (bytes) => unshuffle(bytes, elementsize) };
  },
};
