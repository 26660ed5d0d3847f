import { describe, expect, it } from 'vitest';
import { filledDenseDtype, filledSparseDtype, NAN, parseFill } from './fill.ts';

describe('parseFill', () => {
  it('tells integers from floats as they are typed', () => {
    expect(parseFill('0')).toEqual({ kind: 'int', value: 0n });
    expect(parseFill('+3')).toEqual({ kind: 'int', value: 3n });
    expect(parseFill('0.0')).toEqual({ kind: 'float', value: 0 });
    expect(parseFill('1e3')).toEqual({ kind: 'float', value: 1000 });
    expect(parseFill('nan')).toEqual(NAN);
    expect(parseFill('-inf')).toEqual({ kind: 'float', value: -Infinity });
  });
});

describe('filledDenseDtype', () => {
  it.each([
    ['int8', '0', 'int8'],
    ['int8', '300', 'int32'],
    ['uint8', '300', 'uint16'],
    ['uint8', '-1', 'int16'],
    ['int32', String(2 ** 40), null],
    ['uint32', String(2 ** 33), 'uint64'],
    ['float16', '1e10', 'float32'],
    ['int16', '1.0', 'float64'],
    ['int16', 'nan', 'float64'],
    ['float32', '7', 'float32'],
    ['float32', '1e300', 'float64'],
    ['float32', 'nan', 'float32'],
    ['uint64', '-1', null],
    ['bool', 'nan', null],
  ] as const)('makes %s filled with %s %s, as pandas does', (dtype, fill, expected) => {
    expect(filledDenseDtype(dtype, parseFill(fill))).toBe(expected);
  });
});

describe('filledSparseDtype', () => {
  it.each([
    ['float32', 'nan', 'float64'],
    ['int8', '1', 'int64'],
    ['float32', '1', 'float64'],
  ] as const)('makes %s filled with %s %s, as numpy promotes', (dtype, fill, expected) => {
    expect(filledSparseDtype(dtype, parseFill(fill))).toBe(expected);
  });
});
