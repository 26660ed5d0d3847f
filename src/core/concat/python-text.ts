import { fromFloat16, toFloat16 } from '../store/float16.ts';
import type { NumericArray, NumericDType } from '../store/dtype.ts';

/**
 * Numbers and bools as `pandas.Series.astype(str)` writes them: `1`, `1.5`, `1.0`, `1e-05`, `True`.
 * A float has the fewest digits that tell it from its neighbours of the same dtype.
 */
export function pythonTexts(values: NumericArray, dtype: NumericDType): string[] {
  const write = writerOf(dtype);
  return Array.from({ length: values.length }, (_, i) => write(values[i] ?? 0));
}

function writerOf(dtype: NumericDType): (value: number | bigint) => string {
  switch (dtype) {
    case 'bool':
      return (value) => (Number(value) === 0 ? 'False' : 'True');
    case 'float16':
      return (bits) => floatText(fromFloat16(Number(bits)), (x) => fromFloat16(toFloat16(x)), 5);
    case 'float32':
      return (value) => floatText(Number(value), Math.fround, 9);
    case 'float64':
      return (value) => floatText(Number(value), Number, 17);
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
      return String;
  }
}

/** Python's `repr` of a float of which `round` gives the nearest of its dtype. */
function floatText(value: number, round: (value: number) => number, mostDigits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [digits, exponent] = shortest(Math.abs(value), round, mostDigits);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const rest = digits.slice(1);
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits.slice(0, 1)}${rest === '' ? '' : `.${rest}`}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Digits without trailing zeros, and the power of ten of the first. */
function shortest(
  value: number,
  round: (value: number) => number,
  mostDigits: number,
): readonly [string, number] {
  for (let count = 0; ; count++) {
    const text = value.toExponential(count);
    if (count + 1 < mostDigits && round(Number(text)) !== value) continue;
    const [mantissa = '', power = ''] = text.split('e');
    return [mantissa.replace('.', '').replace(/0+$/u, '') || '0', Number(power)];
  }
}
