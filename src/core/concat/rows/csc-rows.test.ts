import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SparseElem } from '../../anndata/elem.ts';
import { allocate, bytesOf, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import { createHdf5 } from '../../store/hdf5/write/sink.ts';
import { Inputs } from '../inputs.ts';
import type { CsrBlock } from '../matrix/block.ts';
import { CscRows } from './csc-rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'csc-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Numbers of `[0, below)`, the same ones for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Csc {
  readonly elem: SparseElem;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly data: NumericArray;
}

/** Columns of random length, some of them empty; rows may come in any order and twice. */
function cscOf(
  [rows, columns]: readonly [number, number],
  dtype: NumericDType,
  isSorted: boolean,
  random: (below: number) => number,
): Csc {
  const lists = Array.from({ length: columns }, () => {
    const list = Array.from({ length: random(3) * random(rows) }, () => random(rows));
    return isSorted ? list.sort((a, b) => a - b) : list;
  });
  const indices = Int32Array.from(lists.flat());
  const indptr = new Int32Array(columns + 1);
  lists.forEach((list, column) => {
    indptr[column + 1] = (indptr[column] ?? 0) + list.length;
  });
  const data = allocate(dtype, indices.length);
  bytesOf(data).forEach((_, i, bytes) => (bytes[i] = random(256)));
  const elem: SparseElem = {
    path: 'X',
    encoding: 'csc_matrix',
    dtype,
    shape: [rows, columns],
    nnz: indices.length,
    chunks: null,
    filters: [],
  };
  return { elem, indptr, indices, data };
}

async function written(name: string, { elem, indptr, indices, data }: Csc): Promise<Inputs> {
  const file = path.join(folder, name);
  const sink = await createHdf5(file);
  const group = await sink.root.group('X', {});
  const arrays = [
    ['indptr', 'int32', indptr],
    ['indices', 'int32', indices],
    ['data', elem.dtype, data],
  ] as const;
  for (const [array, dtype, values] of arrays) {
    const spec = { shape: [values.length], growable: false, chunkRows: null, attrs: {} };
    const type = { kind: 'numeric', name: dtype } as const;
    const into = await group.array(array, { ...spec, dtype: type, compression: { id: 'none' } });
    await into.append({ kind: 'numeric', dtype, values });
    await into.close();
  }
  await sink.finish();
  await sink.close();
  return new Inputs([file]);
}

/** Pairs of column and bytes of each row, by columns. */
function expected({ elem, indptr, indices, data }: Csc): (readonly [number, string])[][] {
  const rows = Array.from({ length: elem.shape[0] }, (): (readonly [number, string])[] => []);
  for (let column = 0; column < elem.shape[1]; column++) {
    for (let k = indptr[column] ?? 0; k < (indptr[column + 1] ?? 0); k++) {
      rows[indices[k] ?? 0]?.push([column, hex(data, k)]);
    }
  }
  return rows;
}

function hex(values: NumericArray, k: number): string {
  const size = values.BYTES_PER_ELEMENT;
  return Buffer.from(bytesOf(values).subarray(k * size, (k + 1) * size)).toString('hex');
}

const rowsOf = ({ rows, indptr, indices, data }: CsrBlock) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(
      indices.subarray(indptr[row], indptr[row + 1]),
      (column, i) => [column, hex(data, (indptr[row] ?? 0) + i)] as const,
    ),
  );

describe('CscRows', () => {
  it.each([
    ['uint8', true, 500, 60],
    ['float16', true, 4000, 500],
    ['float32', true, 1000, 300],
    ['float32', false, 1000, 300],
    ['int64', true, 2 ** 20, 2 ** 20],
    ['float64', false, 5000, 100],
  ] as const)('%s, sorted: %s, in bands of %i bytes', async (dtype, isSorted, bands, blocks) => {
    const random = randomOf(bands);
    for (const shape of [
      [60, 40],
      [7, 90],
      [500, 3],
    ] as const) {
      const csc = cscOf(shape, dtype, isSorted, random);
      const inputs = await written(`${dtype}-${isSorted}-${shape[0]}.h5`, csc);
      try {
        const reader = new CscRows(inputs, 0, csc.elem, bands, blocks, undefined);
        const found: unknown[] = [];
        for (let start = 0; start < reader.rows;) {
          const stop = start + (await reader.rowsWithin(start, blocks));
          found.push(...rowsOf(await reader.read(start, stop)));
          start = stop;
        }
        expect(found).toEqual(expected(csc));
        // Again, and rows that lie before the band.
        expect(rowsOf(await reader.read(1, 3))).toEqual(expected(csc).slice(1, 3));
        expect(rowsOf(await reader.read(0, shape[0]))).toEqual(expected(csc));
      } finally {
        await inputs.close();
      }
    }
  });

  it('takes more columns and entries than are worked on at a time, and keeps what it gave', async () => {
    const random = randomOf(5);
    const csc = cscOf([12, 17_000], 'float32', true, random);
    const inputs = await written('large.h5', csc);
    try {
      const reader = new CscRows(inputs, 0, csc.elem, 2 ** 18, 2 ** 19, undefined);
      const first = await reader.read(0, 5);
      const rest = await reader.read(5, 12);
      expect([...rowsOf(first), ...rowsOf(rest)]).toEqual(expected(csc));
    } finally {
      await inputs.close();
    }
  });

  it('refuses a row that is none of the matrix', async () => {
    const csc = cscOf([10, 10], 'int8', true, randomOf(1));
    csc.indices[csc.indices.length - 1] = 10;
    const inputs = await written('outside.h5', csc);
    try {
      const reader = new CscRows(inputs, 0, csc.elem, 2 ** 20, 2 ** 20, undefined);
      await expect(reader.read(0, 10)).rejects.toThrow('index 10 lies outside its 10 positions');
    } finally {
      await inputs.close();
    }
  });
});
