import { expect, it } from 'vitest';
import { toFloat16 } from '../store/float16.ts';
import { pythonTexts } from './python-text.ts';

it('writes bools and integers as Python does', () => {
  expect(pythonTexts(Uint8Array.of(0, 1), 'bool')).toEqual(['False', 'True']);
  expect(pythonTexts(Int8Array.of(-1, 0), 'int8')).toEqual(['-1', '0']);
  expect(pythonTexts(BigUint64Array.of(2n ** 64n - 1n), 'uint64')).toEqual([
    '18446744073709551615',
  ]);
});

it('writes floats with the fewest digits of their dtype', () => {
  const values = [0.1, 1, 1.5, 100, 0.0001, 0.00001, 1e16, 123456789012345.7, -0, 1e300];
  expect(pythonTexts(Float64Array.from(values), 'float64')).toEqual([
    '0.1',
    '1.0',
    '1.5',
    '100.0',
    '0.0001',
    '1e-05',
    '1e+16',
    '123456789012345.7',
    '-0.0',
    '1e+300',
  ]);
  expect(pythonTexts(Float32Array.of(0.1, 16777216, 1.1e-7, 3.4e38), 'float32')).toEqual([
    '0.1',
    '16777216.0',
    '1.1e-07',
    '3.4e+38',
  ]);
  expect(pythonTexts(Uint16Array.of(toFloat16(0.1)), 'float16')).toEqual(['0.1']);
});

it('writes what is no finite number', () => {
  expect(pythonTexts(Float64Array.of(NaN, Infinity, -Infinity), 'float64')).toEqual([
    'nan',
    'inf',
    '-inf',
  ]);
});
