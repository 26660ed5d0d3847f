import { describe, expect, it } from 'vitest';
import { promoteTypes, resultType } from './promote.ts';

describe('promoteTypes', () => {
  it.each([
    ['bool', 'int8', 'int8'],
    ['uint8', 'int8', 'int16'],
    ['uint32', 'int32', 'int64'],
    ['int64', 'uint64', 'float64'],
    ['int16', 'float32', 'float32'],
    ['int32', 'float32', 'float64'],
    ['float16', 'uint8', 'float16'],
    ['float16', 'int16', 'float32'],
    ['bool', 'float16', 'float16'],
  ] as const)('promotes %s and %s to %s, either way round', (a, b, expected) => {
    expect(promoteTypes(a, b)).toBe(expected);
    expect(promoteTypes(b, a)).toBe(expected);
  });
});

describe('resultType', () => {
  it('promotes integers against the widest float, as numpy does', () => {
    expect(resultType(['int8', 'uint16', 'float32'])).toBe('float32');
    expect(resultType(['float32', 'int8', 'uint16'])).toBe('float32');
    expect(resultType(['int8', 'uint16'])).toBe('int32');
  });

  it('refuses an empty list', () => {
    expect(() => resultType([])).toThrow(RangeError);
  });
});
