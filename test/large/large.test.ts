import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreFormat } from '../../src/shared/options.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const WIDTH = 2 ** 16;
const MANY = 2 ** 15;
const FEW = 5;

interface Join {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Rows of each. */
  readonly rows: readonly number[];
  readonly output: string;
  readonly format: StoreFormat;
  readonly compression?: string;
  readonly columns: number;
}

/** Each may have the results of those before it as inputs. */
const JOINS: readonly Join[] = [
  {
    name: 'csr, whose chunks are copied, within HDF5',
    inputs: ['almost.h5ad', 'few.h5ad'],
    rows: [MANY - 1, FEW],
    output: 'csr.h5ad',
    format: 'h5ad',
    columns: WIDTH + 1,
  },
  {
    name: 'csr, whose entries change, within HDF5',
    inputs: ['narrow few.h5ad', 'csr.h5ad'],
    rows: [1, MANY - 1, FEW],
    output: 'narrow.h5ad',
    format: 'h5ad',
    compression: 'gzip:1',
    columns: WIDTH,
  },
  {
    name: 'csr, whose chunks are copied, from Zarr 2 into shards',
    inputs: ['more.zarr', 'few.zarr'],
    rows: [MANY + 5, FEW],
    output: 'csr.zarr3.zarr',
    format: 'zarr3',
    columns: WIDTH + 1,
  },
  {
    name: 'csr, whose entries change, from Zarr 2 into shards',
    inputs: ['narrow few.zarr', 'more.zarr'],
    rows: [1, MANY + 5],
    output: 'narrow.zarr3.zarr',
    format: 'zarr3',
    compression: 'gzip:1',
    columns: WIDTH,
  },
  {
    name: 'a dense matrix, uncompressed, within HDF5',
    inputs: ['dense.h5ad', 'dense few.h5ad'],
    rows: [MANY + 1, FEW],
    output: 'plain.h5ad',
    format: 'h5ad',
    compression: 'none',
    columns: WIDTH,
  },
  {
    name: 'a dense matrix from uncompressed HDF5 to compressed',
    inputs: ['dense few.zarr', 'plain.h5ad'],
    rows: [FEW, MANY + 1, FEW],
    output: 'dense gzip.h5ad',
    format: 'h5ad',
    compression: 'gzip:1',
    columns: WIDTH,
  },
  {
    name: 'a dense matrix, whose chunks are copied, from Zarr 2 into shards',
    inputs: ['dense.zarr', 'dense few.zarr3.zarr'],
    rows: [MANY + 1, FEW],
    output: 'dense.zarr3.zarr',
    format: 'zarr3',
    columns: WIDTH,
  },
  {
    name: 'a dense matrix from shards to Zarr 2',
    inputs: ['dense few.h5ad', 'dense.zarr3.zarr'],
    rows: [FEW, MANY + 1, FEW],
    output: 'dense.zarr2.zarr',
    format: 'zarr2',
    compression: 'gzip:1',
    columns: WIDTH,
  },
];

let folder = '';
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'large-'));
  await python(path.join(import.meta.dirname, 'make.py'), [folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('more than 2^31 values and 4 GiB are joined and written', () => {
  it.each(JOINS)(
    '$name',
    async ({ inputs, rows, output, format, compression, columns }) => {
      const own = { format, verify: 'fast', compression: compression ?? 'auto' } as const;
      const outcome = await concatenate(inputs.map(at), at(output), {}, own);
      expect(outcome).toMatchObject({ kind: 'done' });
      const printed = await python(path.join(import.meta.dirname, 'check.py'), [
        at(output),
        ...[columns, ...rows].map(String),
      ]);
      expect(Number(printed)).toBeGreaterThan(2 ** 31);
      if (compression === 'none') expect((await stat(at(output))).size).toBeGreaterThan(2 ** 32);
    },
    600_000,
  );
});
