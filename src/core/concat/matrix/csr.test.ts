import { describe, expect, it } from 'vitest';
import { reindexer, truncateOrPad } from '../reindexer.ts';
import type { CsrBlock } from './block.ts';
import { csrFromDense, filledCsr, reindexCsr, stackColumnsCsr } from './csr.ts';

function csr(rows: readonly (readonly (readonly [number, number])[])[]): CsrBlock {
  const entries = rows.flat();
  const indptr = new Float64Array(rows.length + 1);
  rows.forEach((row, i) => {
    indptr[i + 1] = (indptr[i] ?? 0) + row.length;
  });
  return {
    kind: 'csr',
    rows: rows.length,
    indptr,
    indices: Int32Array.from(entries, ([column]) => column),
    data: Float32Array.from(entries, ([, value]) => value),
  };
}

const rowsOf = (block: CsrBlock): (readonly [number, number])[][] =>
  Array.from({ length: block.rows }, (_, row) => {
    const from = block.indptr[row] ?? 0;
    const to = block.indptr[row + 1] ?? 0;
    return Array.from(block.indices.subarray(from, to), (column, k) => [
      column,
      Number(block.data[from + k]),
    ]);
  });

const BLOCK = csr([
  [
    [0, 1],
    [2, 2],
  ],
  [],
  [
    [1, 3],
    [2, 4],
  ],
]);

describe('reindexCsr', () => {
  it('passes a block through when names are equal', () => {
    expect(reindexCsr(BLOCK, truncateOrPad(3, 3), 'float32', null)).toBe(BLOCK);
  });

  it('drops columns and keeps order where the map ascends', () => {
    const mapping = reindexer(Int32Array.of(-1, 0, 3), 4);
    expect(rowsOf(reindexCsr(BLOCK, mapping, 'float32', null))).toEqual([
      [[3, 2]],
      [],
      [
        [0, 3],
        [3, 4],
      ],
    ]);
  });

  it('sorts rows whose columns change places, with their values', () => {
    const mapping = reindexer(Int32Array.of(2, 1, 0), 3);
    expect(rowsOf(reindexCsr(BLOCK, mapping, 'float32', null))).toEqual([
      [
        [0, 2],
        [2, 1],
      ],
      [],
      [
        [0, 4],
        [1, 3],
      ],
    ]);
  });

  it('stores a fill value in every absent column', () => {
    const mapping = reindexer(Int32Array.of(1, -1, 3), 4);
    expect(rowsOf(reindexCsr(BLOCK, mapping, 'float32', Float32Array.of(9)))).toEqual([
      [
        [0, 9],
        [1, 1],
        [2, 9],
        [3, 2],
      ],
      [
        [0, 9],
        [2, 9],
      ],
      [
        [0, 9],
        [2, 9],
        [3, 4],
      ],
    ]);
  });

  it('keeps explicit zeros and repeated entries', () => {
    const block = csr([
      [
        [1, 0],
        [0, 5],
        [1, 7],
      ],
    ]);
    const mapping = reindexer(Int32Array.of(1, 0), 2);
    expect(rowsOf(reindexCsr(block, mapping, 'float32', null))).toEqual([
      [
        [0, 0],
        [0, 7],
        [1, 5],
      ],
    ]);
  });
});

describe('csrFromDense', () => {
  it('drops zeros of either sign and keeps NaN', () => {
    const block = csrFromDense(
      { kind: 'dense', rows: 2, columns: 3, values: Float32Array.of(0, NaN, -0, 2, 0, 3) },
      'float32',
    );
    expect(rowsOf(block)).toEqual([
      [[1, NaN]],
      [
        [0, 2],
        [2, 3],
      ],
    ]);
  });

  it('moves 64-bit integers exactly', () => {
    const values = BigInt64Array.of(0n, 2n ** 60n + 1n);
    const block = csrFromDense({ kind: 'dense', rows: 1, columns: 2, values }, 'int64');
    expect([...block.data]).toEqual([2n ** 60n + 1n]);
  });
});

describe('stackColumnsCsr', () => {
  it('puts rows of several blocks side by side', () => {
    const stacked = stackColumnsCsr(
      [BLOCK, filledCsr(3, 1, 'float32', Float32Array.of(8))],
      [0, 3],
      'float32',
    );
    expect(rowsOf(stacked)).toEqual([
      [
        [0, 1],
        [2, 2],
        [3, 8],
      ],
      [[3, 8]],
      [
        [1, 3],
        [2, 4],
        [3, 8],
      ],
    ]);
  });
});
