import { allocate, type BigArray, type NumericArray, type NumericDType } from '../../../dtype.ts';
import { fromFloat16, toFloat16 } from '../../../float16.ts';

/** What C's conversion of a value out of range gives on the machines that anndata runs on. */
const NO_INTEGER = -(2n ** 63n);

export const isBig = (values: NumericArray): values is BigArray =>
  values instanceof BigInt64Array || values instanceof BigUint64Array;

/** The values as numpy's `astype` gives them, in a new array. */
export function castValues(
  values: NumericArray,
  from: NumericDType,
  to: NumericDType,
): NumericArray {
  const result = allocate(to, values.length);
  if (isBig(result)) {
    for (let i = 0; i < result.length; i++) result[i] = toBigInt(values[i] ?? 0, from);
    return result;
  }
  const isFloat = to.startsWith('float');
  for (let i = 0; i < result.length; i++) {
    const value = values[i] ?? 0;
    let number: number;
    if (typeof value === 'bigint') number = Number(isFloat ? value : BigInt.asIntN(32, value));
    else number = from === 'float16' ? fromFloat16(value) : value;
    if (to === 'bool') result[i] = value === 0 || value === 0n ? 0 : 1;
    else result[i] = to === 'float16' ? toFloat16(number) : number;
  }
  return result;
}

function toBigInt(value: number | bigint, from: NumericDType): bigint {
  if (typeof value === 'bigint') return value;
  const number = Math.trunc(from === 'float16' ? fromFloat16(value) : value);
  return Number.isFinite(number) ? BigInt(number) : NO_INTEGER;
}
