import { describe, expect, it } from 'vitest';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';
import { reindexer, truncateOrPad } from '../reindexer.ts';
import { reindexDense } from './dense.ts';

const MAPPING = reindexer(Int32Array.of(3, -1, 0), 4);

/** Two rows of three positions, brought to four of which the second and the third are absent. */
function reindexed(values: NumericArray, fill: NumericArray, dtype: NumericDType, inner = 1) {
  const block = { kind: 'dense', rows: 2, columns: 3 * inner, values } as const;
  const { columns, values: found } = reindexDense(block, MAPPING, dtype, fill, inner);
  return { columns, values: [...found].map(Number) };
}

describe('reindexDense', () => {
  it('passes a block through when names are equal', () => {
    const block = { kind: 'dense', rows: 1, columns: 2, values: Int8Array.of(1, 2) } as const;
    expect(reindexDense(block, truncateOrPad(2, 2), 'int8', Int8Array.of(0), 1)).toBe(block);
  });

  it('moves and drops columns, and fills absent ones, in values of any size', () => {
    const expected = { columns: 4, values: [3, 9, 9, 1, 6, 9, 9, 4] };
    const values = [1, 2, 3, 4, 5, 6];
    expect(reindexed(Int8Array.from(values), Int8Array.of(9), 'int8')).toEqual(expected);
    expect(reindexed(Uint16Array.from(values), Uint16Array.of(9), 'uint16')).toEqual(expected);
    expect(reindexed(Float32Array.from(values), Float32Array.of(9), 'float32')).toEqual(expected);
    expect(reindexed(Float64Array.from(values), Float64Array.of(9), 'float64')).toEqual(expected);
  });

  it('moves 64-bit integers exactly', () => {
    const big = 2n ** 60n + 1n;
    const block = { kind: 'dense', rows: 1, columns: 3, values: BigInt64Array.of(1n, 2n, big) };
    const { values } = reindexDense(
      { ...block, kind: 'dense' },
      MAPPING,
      'int64',
      BigInt64Array.of(-1n),
      1,
    );
    expect([...values]).toEqual([big, -1n, -1n, 1n]);
  });

  it('moves the further dimensions of a position together', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    const { columns, values: found } = reindexed(values, Float64Array.of(-1), 'float64', 2);
    expect(columns).toBe(8);
    expect(found).toEqual([5, 6, -1, -1, -1, -1, 1, 2, 11, 12, -1, -1, -1, -1, 7, 8]);
  });
});
