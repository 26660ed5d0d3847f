import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type * as chunkings from '../../src/core/concat/chunking.ts';
import type { StoreFormat } from '../../src/shared/options.ts';
import { copyStore, differences, type RoundTrip, SAME } from '../generations/round-trip.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
import { NEWEST, python } from '../python.ts';
import { expectSameBothWays } from '../read/both-ways.ts';
import { formatsTable } from '../support/formats-table.ts';
import { ENCODINGS } from './encodings.ts';
import {
  COMPRESSIONS,
  codecsOf,
  copyInWay,
  isInSmallChunks,
  SMALL_CHUNKS,
  WRITTEN_WAYS,
} from './written-ways.ts';

const chunks = vi.hoisted(() => ({ areSmall: false }));
vi.mock('../../src/core/concat/chunking.ts', async (importOriginal) => {
  const original = await importOriginal<typeof chunkings>();
  const chunkingOf: typeof chunkings.chunkingOf = (format) =>
    chunks.areSmall ? SMALL_CHUNKS : original.chunkingOf(format);
  return { ...original, chunkingOf };
});

/** The stores that anndata writes, by their format. */
const ORIGINALS = { h5ad: 'csr.h5ad', zarr2: 'csr.zarr', zarr3: 'csr.zarr3.zarr' } as const;
const FORMATS = ['h5ad', 'zarr2', 'zarr3'] as const;
const PAIRS = FORMATS.flatMap((from) => FORMATS.map((to) => ({ from, to })));

let folder = '';
let reports: Awaited<ReturnType<typeof differences>> = {};
let codecs: Awaited<ReturnType<typeof codecsOf>> = {};
const written = new Map<string, RoundTrip>();
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
  for (const way of WRITTEN_WAYS) {
    chunks.areSmall = isInSmallChunks(way);
    written.set(way.name, await copyInWay(originalOf('h5ad'), way));
  }
  chunks.areSmall = false;
  const all = [...trips, ...written.values()];
  const copies = all.map(({ copy }) => copy);
  await dumpedByTools(copies.filter((copy) => copy.endsWith('.h5ad')));
  reports = await differences(all, NEWEST, folder);
  codecs = await codecsOf([...written.values()].map(({ copy }) => copy));
  const stores = [...FORMATS.map(originalOf), ...copies];
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

/** Arrays of columns, matrices and lists, which are compressed. */
const COMPRESSED = [
  'X/data',
  'layers/dense',
  'obs/i8',
  'obs/text',
  'obs/category/codes',
  'obs/ordered/codes',
  'obs/integers/values',
  'obs/booleans/mask',
  'obsm/X_pca',
  'obsp/connectivities/indices',
  'raw/X/data',
];

it.each(WRITTEN_WAYS)('every encoding is read back as it was: $name', (way) => {
  const copy = written.get(way.name)?.copy ?? '';
  expect(reports[way.name]).toEqual(SAME);
  for (const { encoding, path: elem } of ENCODINGS) expect(encodings[copy]?.[elem]).toBe(encoding);
  for (const array of COMPRESSED) {
    const found = codecs[copy]?.[array]?.replace(/^shuffle, | in shards$/gu, '');
    expect(found, array).toBe(way.codecs);
  }
  // What is not compressed is a single chunk.
  const isInShards = way.column.endsWith('shards') && way.compression !== 'none';
  expect(codecs[copy]?.['obs/i8']?.endsWith(' in shards')).toBe(isInShards);
});

it('the table of compressions says just this', async () => {
  const table = await formatsTable('Encodings, compressed');
  const rows = [...table].map(([row, columns]) => [row, Object.fromEntries(columns)]);
  const cell = (column: string, of: string): string =>
    WRITTEN_WAYS.some((way) => way.column === column && way.compression === of) ? 'yes' : 'refused';
  const columns = [...new Set(WRITTEN_WAYS.map(({ column }) => column))];
  expect(rows).toEqual(
    COMPRESSIONS.map((of) => [
      of,
      Object.fromEntries(columns.map((name) => [name, cell(name, of)])),
    ]),
  );
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
