import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { StoreFormat } from '../../src/shared/options.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
import { python } from '../python.ts';
import { concatenate, type Outcome, type ReferenceOptions } from '../support/concatenate.ts';
import { reportsSchema } from '../support/reports.ts';

const SCRIPT = path.join(import.meta.dirname, 'legacy.py');
const ARCHIVES = path.resolve(import.meta.dirname, '../data/legacy');
const VERSIONS = ['0.5.10', '0.6.0', '0.6.10', '0.6.22'];
const FORMATS: readonly (readonly [string, StoreFormat])[] = [
  ...VERSIONS.map((version) => [version, 'h5ad'] as const),
  ['0.5.10', 'zarr2'],
  ['0.6.22', 'zarr3'],
];

const KEPT = { merge: 'first', uns_merge: 'first', pairwise: true };
const JOINS: readonly {
  readonly stores: readonly string[];
  readonly how: string;
  readonly options: ReferenceOptions;
}[] = [
  { stores: ['sparse'], how: 'whole', options: KEPT },
  { stores: ['dense'], how: 'whole', options: KEPT },
  { stores: ['backed-sparse'], how: 'whole', options: KEPT },
  { stores: ['backed-dense'], how: 'whole', options: KEPT },
  { stores: ['sparse', 'dense'], how: 'inner', options: { ...KEPT, join: 'inner' } },
  {
    stores: ['sparse', 'dense'],
    how: 'outer',
    options: { join: 'outer', merge: 'unique', uns_merge: 'unique', pairwise: true },
  },
  {
    stores: ['dense', 'backed-sparse'],
    how: 'outer',
    options: { join: 'outer', merge: 'same', uns_merge: 'same' },
  },
  {
    stores: ['sparse', 'backed-sparse'],
    how: 'along var',
    options: { axis: 'var', join: 'outer', merge: 'only', uns_merge: 'only' },
  },
];

/** Of the last version, the first to keep X of one row or column a matrix. */
const LAST: typeof JOINS = [
  { stores: ['one-row'], how: 'whole', options: KEPT },
  { stores: ['one-obs'], how: 'whole', options: KEPT },
  { stores: ['one-var'], how: 'whole', options: KEPT },
  { stores: ['sparse', 'one-row'], how: 'outer', options: { join: 'outer', uns_merge: 'first' } },
  { stores: ['dense', 'one-obs'], how: 'inner', options: KEPT },
];

const cases = FORMATS.flatMap(([version, format]) =>
  (version === '0.6.22' ? [...JOINS, ...LAST] : JOINS).map(({ stores, how, options }) => ({
    name: `${version}: ${stores.join(' and ')}, ${how} as ${format}`,
    version,
    format,
    stores,
    options,
  })),
);

let folder = '';
const outcomes = new Map<string, Outcome>();
let reports: z.infer<typeof reportsSchema> = {};
const inputOf = (version: string, store: string): string => path.join(folder, version, store);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'legacy-'));
  await python(SCRIPT, ['unpack', ARCHIVES, folder]);
  const list = [];
  for (const [index, { name, version, format, stores, options }] of cases.entries()) {
    const inputs = stores.map((store) => inputOf(version, `${store}.h5ad`));
    const output = path.join(folder, `${String(index)}.${format === 'h5ad' ? 'h5ad' : 'zarr'}`);
    const outcome = await concatenate(inputs, output, options, { format });
    outcomes.set(name, outcome);
    if (outcome.kind !== 'done') continue;
    list.push({ name, inputs, options, output });
  }
  await dumpedByTools(list.map(({ output }) => output).filter((name) => name.endsWith('.h5ad')));
  const file = path.join(folder, 'cases.json');
  await writeFile(file, JSON.stringify(list));
  reports = reportsSchema.parse(JSON.parse(await python(SCRIPT, ['compare', file])));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files of anndata before 0.7 are joined as anndata.concat joins them', () => {
  it.each(cases)('$name', ({ name }) => {
    expect(outcomes.get(name)).toMatchObject({ kind: 'done' });
    expect(reports[name]).toEqual({ differences: [], deviations: [] });
  });
});

describe('X of one row or column, which versions before 0.6.22 kept as a list', () => {
  const refused = VERSIONS.slice(0, -1).flatMap((version) => [
    { version, name: 'one-var', reason: 'its shape is 5 where 5 × 1 is due' },
    { version, name: 'one-obs', reason: 'its shape is 4 where 1 × 4 is due' },
    { version, name: 'one-row', reason: 'its shape is 5 where 1 × 5 is due' },
  ]);
  it.each(refused)('is refused, as anndata refuses it: $version $name', async (store) => {
    const input = inputOf(store.version, `${store.name}.h5ad`);
    const outcome = await concatenate([input], path.join(folder, 'refused.h5ad'), KEPT);
    const finding = { code: 'C036', elem: 'X', facts: { reason: store.reason } };
    expect(outcome).toMatchObject({ kind: 'refused', findings: [finding] });
  });
});

it('reads a Zarr store of 0.6.22, as anndata with zarr 2 reads it', async () => {
  const input = inputOf('0.6.22', 'dense.zarr');
  const output = path.join(folder, 'from-zarr.h5ad');
  const outcome = await concatenate([input], output, KEPT);
  expect(outcome).toMatchObject({ kind: 'done' });
  const list = path.join(folder, 'zarr-case.json');
  await writeFile(list, JSON.stringify([{ name: 'zarr', inputs: [input], options: KEPT, output }]));
  const printed = await python(SCRIPT, ['compare', list], '0.10');
  expect(reportsSchema.parse(JSON.parse(printed))).toEqual({
    zarr: { differences: [], deviations: [] },
  });
});
