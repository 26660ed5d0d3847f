import { describe, expect, it } from 'vitest';
import {
  allocate,
  bytesOf,
  itemSize,
  NUMERIC_DTYPES,
  type NumericArray,
  type NumericDType,
} from '../../store/dtype.ts';
import { ascending, type Reindexer, reindexer } from '../reindexer.ts';
import type { CsrBlock } from './block.ts';
import { reindexCsr } from './csr.ts';
import { remapCsr } from './remap.ts';

/** Numbers of `[0, below)`, the same ones for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled(length: number, random: (below: number) => number): Int32Array {
  const order = ascending(length);
  for (let i = length - 1; i > 0; i--) {
    const j = random(i + 1);
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/** Some of the columns go to columns of a result of `to`. */
function mappingOf(from: number, to: number, random: (below: number) => number, isSorted: boolean) {
  const targets = shuffled(to, random).subarray(0, random(1 + Math.min(from, to)));
  if (isSorted) targets.sort();
  const sources = shuffled(from, random).subarray(0, targets.length).sort();
  const positions = new Int32Array(from).fill(-1);
  sources.forEach((column, i) => {
    positions[column] = targets[i] ?? -1;
  });
  return reindexer(positions, to);
}

function blockOf(
  lengths: readonly number[],
  columns: number,
  dtype: NumericDType,
  random: (below: number) => number,
): CsrBlock {
  const indices = lengths.flatMap((length) => [
    ...shuffled(columns, random).subarray(0, Math.min(length, columns)),
  ]);
  const indptr = new Float64Array(lengths.length + 1);
  lengths.forEach((length, row) => {
    indptr[row + 1] = (indptr[row] ?? 0) + Math.min(length, columns);
  });
  const data = allocate(dtype, indices.length);
  bytesOf(data).forEach((_, i, bytes) => (bytes[i] = random(256)));
  return { kind: 'csr', rows: lengths.length, indptr, indices: Int32Array.from(indices), data };
}

/** Rows of pairs of column and bytes, as they should become. */
function expected(block: CsrBlock, mapping: Reindexer, isSorted: boolean) {
  return rowsOf(block).map((row) => {
    const moved = row
      .map(([column, value]) => [mapping.newPositions[column] ?? -1, value] as const)
      .filter(([column]) => column >= 0);
    return isSorted ? moved : moved.sort(([a], [b]) => a - b);
  });
}

function rowsOf({ rows, indptr, indices, data }: CsrBlock) {
  const bytes = bytesOf(data);
  const size = data.BYTES_PER_ELEMENT;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(indices.subarray(indptr[row], indptr[row + 1]), (column, i) => {
      const at = ((indptr[row] ?? 0) + i) * size;
      return [column, Buffer.from(bytes.subarray(at, at + size)).toString('hex')] as const;
    }),
  );
}

describe('remapCsr', () => {
  it.each(NUMERIC_DTYPES)('does what moving entries one by one does: %s', (dtype) => {
    const random = randomOf(itemSize(dtype));
    for (let round = 0; round < 40; round++) {
      const isSorted = round % 2 === 0;
      const from = 1 + random(200);
      const mapping = mappingOf(from, 1 + random(200), random, isSorted);
      if (mapping.noChange) continue;
      const lengths = Array.from({ length: random(30) }, () => random(from + 1));
      const block = blockOf(lengths, from, dtype, random);
      const remapped = remapCsr(block, mapping, dtype);
      expect(remapped && rowsOf(remapped)).toEqual(expected(block, mapping, mapping.monotonic));
      expect(remapped?.data.constructor).toBe(block.data.constructor);
    }
  });

  it('takes more rows and entries than it works on at a time, and rows longer than that', () => {
    const random = randomOf(7);
    const mapping = mappingOf(40_000, 40_000, random, false);
    const lengths = [3, 0, 20_000, 5, 40_000, ...Array.from({ length: 9000 }, () => random(5))];
    const [long, short] = [lengths.slice(0, 5), lengths.slice(5)];
    for (const block of [
      blockOf(long, 40_000, 'float32', random),
      blockOf([0, ...short.slice(0, 60)], 300, 'float32', random),
    ]) {
      const remapped = remapCsr(block, mapping, 'float32');
      expect(remapped && rowsOf(remapped)).toEqual(expected(block, mapping, false));
    }
    const empty = blockOf(new Array<number>(9001).fill(0), 300, 'int8', random);
    expect(remapCsr(empty, mapping, 'int8')?.indptr).toEqual(new Float64Array(9002));
  });

  it('leaves a row that has a column twice to the sorting by comparison, and works on', () => {
    const random = randomOf(3);
    const mapping = reindexer(Int32Array.of(2, 1, 0), 3);
    const twice: CsrBlock = {
      kind: 'csr',
      rows: 2,
      indptr: Float64Array.of(0, 1, 4),
      indices: Int32Array.of(1, 0, 2, 0),
      data: Float32Array.of(5, 6, 7, 8),
    };
    expect(remapCsr(twice, mapping, 'float32')).toBeNull();
    const { indices, data } = reindexCsr(twice, mapping, 'float32', null);
    expect([[...indices], numbers(data)]).toEqual([
      [1, 0, 2, 2],
      [5, 7, 6, 8],
    ]);
    const block = blockOf([3, 2, 1], 3, 'float32', random);
    const remapped = remapCsr(block, mapping, 'float32');
    expect(remapped && rowsOf(remapped)).toEqual(expected(block, mapping, false));
  });

  it('leaves axes that are too long for its memory to others', () => {
    const from = 5_000_000;
    const mapping = reindexer(ascending(from).reverse(), from);
    const block = { ...blockOf([1], 1, 'float64', randomOf(1)), indices: Int32Array.of(from - 1) };
    expect(remapCsr(block, mapping, 'float64')).toBeNull();
    expect([...reindexCsr(block, mapping, 'float64', null).indices]).toEqual([0]);
  });
});

const numbers = (values: NumericArray): number[] => Array.from(values, Number);
