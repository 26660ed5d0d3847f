import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StoreFormat } from '../../src/shared/options.ts';
import { copyStore, differences } from '../generations/round-trip.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
import { NEWEST, python } from '../python.ts';
import { expectSameBothWays } from '../read/both-ways.ts';
import { formatsTable } from '../support/formats-table.ts';
import { ENCODINGS } from './encodings.ts';

/** The stores that anndata writes, by their format. */
const ORIGINALS = { h5ad: 'csr.h5ad', zarr2: 'csr.zarr', zarr3: 'csr.zarr3.zarr' } as const;
const FORMATS = ['h5ad', 'zarr2', 'zarr3'] as const;
const PAIRS = FORMATS.flatMap((from) => FORMATS.map((to) => ({ from, to })));

let folder = '';
let reports: Awaited<ReturnType<typeof differences>> = {};
let encodings: Record<string, Record<string, string>> = {};

const originalOf = (from: StoreFormat): string => path.join(folder, ORIGINALS[from]);
const copyOf = (from: StoreFormat, to: StoreFormat): string =>
  path.join(folder, `${from} as ${to}.${to === 'h5ad' ? 'h5ad' : 'zarr'}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'encodings-'));
  await python(path.resolve(import.meta.dirname, '../generations/write.py'), [folder]);
  for (const { from, to } of PAIRS) await copyStore(originalOf(from), copyOf(from, to), to);
  const trips = PAIRS.map(({ from, to }) => ({
    name: `${from} as ${to}`,
    original: originalOf(from),
    copy: copyOf(from, to),
  }));
  await dumpedByTools(FORMATS.map((from) => copyOf(from, 'h5ad')));
  reports = await differences(trips, NEWEST, folder);
  const stores = [...FORMATS.map(originalOf), ...trips.map(({ copy }) => copy)];
  const printed = await python(path.join(import.meta.dirname, 'encodings.py'), stores);
  encodings = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(printed));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(PAIRS)('$from as $to', ({ from, to }) => {
  it('has the same values', () => {
    expect(reports[`${from} as ${to}`]).toEqual({ differences: [], deviations: [] });
  });

  it.each(ENCODINGS)('$row', ({ encoding, path: elem }) => {
    expect(encodings[originalOf(from)]?.[elem]).toBe(encoding);
    expect(encodings[copyOf(from, to)]?.[elem]).toBe(encoding);
  });
});

it('every encoding is the same straight from the file and through the library', async () => {
  expect(await expectSameBothWays(originalOf('h5ad'))).toBeGreaterThan(100);
});

it('the table says just this', async () => {
  const columns = FORMATS.flatMap((format) => [`${format} read`, `${format} write`]);
  const cells = Object.fromEntries(columns.map((column) => [column, 'yes']));
  const table = await formatsTable('Encodings');
  const rows = [...table].map(([row, columnsOf]) => [row, Object.fromEntries(columnsOf)]);
  expect(rows).toEqual(ENCODINGS.map(({ row }) => [row, cells]));
});
