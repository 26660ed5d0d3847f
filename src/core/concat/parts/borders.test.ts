import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SparseElem } from '../../anndata/elem.ts';
import type { MatrixPart } from '../blueprint.ts';
import { Inputs } from '../inputs.ts';
import { ZERO } from '../matrix/fill.ts';
import { sparseBorders } from './borders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'borders-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A Zarr store that has the row pointers of a matrix, and nothing else. */
async function store(name: string, pointers: readonly number[]): Promise<string> {
  const place = path.join(folder, name);
  const array = path.join(place, 'X', 'indptr');
  await mkdir(path.join(array, 'c'), { recursive: true });
  const group = { zarr_format: 3, node_type: 'group', attributes: {} };
  for (const of of [place, path.dirname(array)]) {
    await writeFile(path.join(of, 'zarr.json'), JSON.stringify(group));
  }
  const meta = {
    ...group,
    node_type: 'array',
    shape: [pointers.length],
    data_type: 'int32',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [pointers.length] } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: 0,
    codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
  };
  await writeFile(path.join(array, 'zarr.json'), JSON.stringify(meta));
  await writeFile(path.join(array, 'c', '0'), new Uint8Array(Int32Array.from(pointers).buffer));
  return place;
}

/** Of inputs that are there or not, by the entries of each of their rows. */
async function bordersOf(
  inputs: readonly (readonly number[] | null)[],
  firsts: readonly number[],
  size: number,
): Promise<readonly (readonly [number, number | null])[]> {
  const paths: string[] = [];
  const sources: (SparseElem | null)[] = [];
  for (const [i, rows] of inputs.entries()) {
    const pointers = [0];
    for (const entries of rows ?? []) pointers.push((pointers.at(-1) ?? 0) + entries);
    paths.push(await store(`${i}.zarr`, pointers));
    sources.push(
      rows === null
        ? null
        : {
            path: 'X',
            encoding: 'csr_matrix',
            dtype: 'float32',
            shape: [rows.length, 9],
            nnz: pointers.at(-1) ?? 0,
            filters: [],
            chunks: null,
          },
    );
  }
  const part: MatrixPart = {
    kind: 'matrix',
    path: 'X',
    encoding: 'csr_matrix',
    dtype: 'float32',
    shape: [0, 9],
    sources,
    lengths: inputs.map((rows) => rows?.length ?? 2),
    alignment: { kind: 'positions' },
    fill: ZERO,
    maxElems: 1e8,
  };
  const opened = new Inputs(paths);
  try {
    const borders = await sparseBorders(part, firsts, size, opened, undefined);
    return borders.map(({ row, entries }) => [row, entries]);
  } finally {
    await opened.close();
  }
}

it('begins with the first row, also where the first rows have no entries', async () => {
  const rows = [0, 0, 3, 0, 4];
  expect(await bordersOf([rows, null, rows], [0, 0, 1, 2], 5)).toEqual([
    [0, 0],
    [0, 0],
    [4, 3],
    [12, 14],
  ]);
});
