import { describe, expect, it } from 'vitest';
import { convert, fillScalar } from './convert.ts';
import { parseFill } from './fill.ts';

describe('convert', () => {
  it('keeps integers exact, and rounds int64 to float64 as numpy does', () => {
    expect([...convert(Int8Array.of(-1, 2), 'int8', 'int64')]).toEqual([-1n, 2n]);
    expect([...convert(BigInt64Array.of(2n ** 53n + 1n), 'int64', 'float64')]).toEqual([2 ** 53]);
  });

  it('reads and writes half floats as their bits', () => {
    const half = convert(Uint8Array.of(1, 3), 'uint8', 'float16');
    expect([...half]).toEqual([0x3c00, 0x4200]);
    expect([...convert(half, 'float16', 'float32')]).toEqual([1, 3]);
  });
});

describe('fillScalar', () => {
  it.each(['nan', '1.5', '-inf'])('lets zero stand in where an integer cannot hold %s', (text) => {
    expect([...fillScalar(parseFill(text), 'int64')]).toEqual([0n]);
    expect([...fillScalar(parseFill(text), 'int8')]).toEqual([0]);
  });

  it('takes whole numbers as they are', () => {
    expect([...fillScalar(parseFill('3'), 'uint64')]).toEqual([3n]);
    expect([...fillScalar(parseFill('3.0'), 'int64')]).toEqual([3n]);
    expect([...fillScalar(parseFill('0.5'), 'float32')]).toEqual([0.5]);
  });
});
