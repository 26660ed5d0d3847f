import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoreFormat } from '../../src/shared/options.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
import { python } from '../python.ts';
import { concatenate, type Outcome } from '../support/concatenate.ts';
import { reportsSchema } from '../support/reports.ts';

const LEGACY = path.resolve(import.meta.dirname, '../generations/legacy.py');
const ARCHIVES = path.resolve(import.meta.dirname, '../data/legacy');
const INPUTS = ['old.h5ad', 'hdf5.h5ad', 'two.zarr', 'three.zarr', 'packed.zarr.zip'];
const OPTIONS = { join: 'outer', merge: 'unique', uns_merge: 'unique', pairwise: true };
const FORMATS: readonly StoreFormat[] = ['h5ad', 'zarr2', 'zarr3'];

let folder = '';
const at = (name: string): string => path.join(folder, name);
const outcomes = new Map<StoreFormat, Outcome>();
let reports: ReturnType<typeof reportsSchema.parse> = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mix-'));
  await python(LEGACY, ['unpack', ARCHIVES, folder]);
  await copyFile(at('0.6.22/sparse.h5ad'), at('old.h5ad'));
  await python(path.join(import.meta.dirname, 'make-mix.py'), [folder, at('old.h5ad')]);
  const cases = [];
  for (const format of FORMATS) {
    const output = at(`out ${format}.${format === 'h5ad' ? format : 'zarr'}`);
    outcomes.set(format, await concatenate(INPUTS.map(at), output, OPTIONS, { format }));
    // anndata opens no archives.
    const inputs = INPUTS.map((name) => at(name.replace('packed.zarr.zip', 'unpacked.zarr')));
    cases.push({ name: format, inputs, options: OPTIONS, output });
  }
  await dumpedByTools([at('out h5ad.h5ad')]);
  const list = at('cases.json');
  await writeFile(list, JSON.stringify(cases));
  reports = reportsSchema.parse(JSON.parse(await python(LEGACY, ['compare', list])));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(FORMATS)('joins HDF5, Zarr 2 and 3, an archive and a file of 0.6 into %s', (format) => {
  expect(outcomes.get(format)).toMatchObject({ kind: 'done' });
  expect(reports[format]).toEqual({ differences: [], deviations: [] });
});
