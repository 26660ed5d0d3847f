import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { acceptedByTools } from '../hdf5/tools.ts';
import { NEWEST } from '../python.ts';
import type { reportsSchema } from '../support/reports.ts';
import { copyStore, differences, type RoundTrip } from './round-trip.ts';

const DATA = path.resolve(import.meta.dirname, '../goldens/data');

/** It has a name of a variable twice, which `anndata.concat` refuses as well. */
const REFUSED = 'err_dup_var/in0.h5ad';

const members = await readdir(DATA, { recursive: true });
const inputs = members
  .filter((member) => /^[^/]+\/in\d+\.(h5ad|zarr)$/u.test(member) && member !== REFUSED)
  .sort();

let folder = '';
let reports: z.infer<typeof reportsSchema> = {};
const copyOf = (input: string): string => path.join(folder, `${input.replaceAll('/', ' ')}.h5ad`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'generations-'));
  const trips: RoundTrip[] = [];
  for (const name of inputs) {
    const trip = { name, original: path.join(DATA, name), copy: copyOf(name) };
    await copyStore(trip.original, trip.copy, 'h5ad');
    trips.push(trip);
  }
  reports = await differences(trips, NEWEST, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(inputs)('the copy of %s is the same', async (input) => {
  expect(reports[input]).toEqual({ differences: [], deviations: [] });
  await acceptedByTools(copyOf(input));
});
