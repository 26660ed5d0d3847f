import { allocate, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { Fill } from './fill.ts';
import { isInteger } from './promote.ts';
import { fromFloat16, toFloat16 } from '../../store/float16.ts';

/**
 * Values as another dtype, as numpy's `astype` along its promotion lattice (`np.result_type`):
 * never a narrowing, so only int64 to float64 can round. The same array when nothing changes.
 */
export function convert(values: NumericArray, from: NumericDType, to: NumericDType): NumericArray {
  if (from === to) return values;
  const out = allocate(to, values.length);
  convertInto(out, to, values, from);
  return out;
}

function convertInto(
  out: NumericArray,
  to: NumericDType,
  values: NumericArray,
  from: NumericDType,
): void {
  const isHalf = from === 'float16';
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) {
    for (let i = 0; i < out.length; i++) out[i] = BigInt(values[i] ?? 0);
  } else if (to === 'float16') {
    for (let i = 0; i < out.length; i++) out[i] = toFloat16(Number(values[i] ?? 0));
  } else if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (let i = 0; i < out.length; i++) out[i] = Number(values[i] ?? 0n);
  } else if (isHalf) {
    for (let i = 0; i < out.length; i++) out[i] = fromFloat16(values[i] ?? 0);
  } else {
    out.set(values);
  }
}

/**
 * A fill value in the dtype of the result. An integer dtype cannot hold NaN or a fraction, but then
 * nothing is to fill, or the dtype would have been promoted: zero stands in.
 */
export function fillScalar({ value }: Fill, dtype: NumericDType): NumericArray {
  const out = allocate(dtype, 1);
  if (isInteger(dtype) && !Number.isInteger(Number(value))) return out;
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) out[0] = BigInt(value);
  else out[0] = dtype === 'float16' ? toFloat16(Number(value)) : Number(value);
  return out;
}
