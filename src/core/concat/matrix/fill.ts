import { itemSize, type NumericDType } from '../../store/dtype.ts';
import { isFloat, isInteger, promoteTypes } from './promote.ts';

/** A fill value with the type that Python would give it, since `0` and `0.0` promote differently. */
export type Fill =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

export const ZERO: Fill = { kind: 'int', value: 0n };
export const NAN: Fill = { kind: 'float', value: NaN };

/** Parses what `fillValueSchema` lets through: `0`, `0.0`, `nan`, `-inf`. */
export function parseFill(text: string): Fill {
  if (/^[-+]?\d+$/u.test(text)) return { kind: 'int', value: BigInt(text.replace(/^\+/u, '')) };
  const named = text.replace(/inf$/u, 'Infinity').replace('nan', 'NaN');
  return { kind: 'float', value: Number(named) };
}

export const isZero = (fill: Fill): boolean => Number(fill.value) === 0;

/** The dtype numpy gives the Python scalar alone. */
export const fillDtype = (fill: Fill): NumericDType => (fill.kind === 'int' ? 'int64' : 'float64');

/**
 * dtype of a dense block after absent columns are filled; null where pandas falls back to `object`,
 * which no store can hold. Source: `pandas.core.dtypes.cast.maybe_promote`, as `take` calls it.
 */
export function filledDenseDtype(dtype: NumericDType, fill: Fill): NumericDType | null {
  if (dtype === 'bool') return null;
  if (fill.kind === 'float') {
    if (isInteger(dtype)) return 'float64';
    return Number.isFinite(fill.value) ? promoteTypes(dtype, smallestFloat(fill.value)) : dtype;
  }
  if (isFloat(dtype) || holds(dtype, fill.value)) return dtype;
  const smallest = smallestInteger(fill.value);
  const promoted = smallest === null ? null : promoteTypes(dtype, smallest);
  return promoted === null || isFloat(promoted) ? null : promoted;
}

/** dtype of a sparse block after absent columns are filled with a value other than zero. */
export const filledSparseDtype = (dtype: NumericDType, fill: Fill): NumericDType =>
  promoteTypes(dtype, fillDtype(fill));

/** `np.min_scalar_type` of a finite float: by range, not by precision. */
function smallestFloat(value: number): NumericDType {
  const magnitude = Math.abs(value);
  if (magnitude <= 65504) return 'float16';
  return magnitude <= 3.4028234663852886e38 ? 'float32' : 'float64';
}

/** `np.min_scalar_type` of an integer: unsigned when it is not negative. */
function smallestInteger(value: bigint): NumericDType | null {
  const order: readonly NumericDType[] =
    value < 0n ? ['int8', 'int16', 'int32', 'int64'] : ['uint8', 'uint16', 'uint32', 'uint64'];
  return order.find((dtype) => holds(dtype, value)) ?? null;
}

function holds(dtype: NumericDType, value: bigint): boolean {
  const bits = BigInt(8 * itemSize(dtype));
  return dtype.startsWith('uint')
    ? value >= 0n && value < 1n << bits
    : value >= -(1n << (bits - 1n)) && value < 1n << (bits - 1n);
}
