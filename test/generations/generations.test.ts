import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { acceptedByTools } from '../hdf5/tools.ts';
import { type Generation, GENERATIONS, python } from '../python.ts';
import type { reportsSchema } from '../support/reports.ts';
import { copyStore, differences, type RoundTrip } from './round-trip.ts';

const STORES = ['csr.h5ad', 'dense.h5ad', 'csr.zarr', 'dense.zarr'];
/** Suffix of a copy, and the first generation that reads our encodings in that format. */
const OUTPUTS = [
  { format: 'h5ad', readers: ['0.8', '0.10', '0.12'] },
  { format: 'zarr2', readers: ['0.8', '0.10', '0.12'] },
  { format: 'zarr3', readers: ['0.12'] },
] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'generations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A reader knows the encodings of stores that its own generation or an earlier one wrote. */
const knows = (reader: Generation, writer: Generation): boolean =>
  GENERATIONS.indexOf(reader) >= GENERATIONS.indexOf(writer);

describe.each(GENERATIONS)('stores of anndata %s', (writer) => {
  const trips: (RoundTrip & { readonly format: string })[] = [];
  const reports = new Map<Generation, z.infer<typeof reportsSchema>>();

  beforeAll(async () => {
    const home = path.join(folder, writer);
    await mkdir(home);
    await python(path.join(import.meta.dirname, 'write.py'), [home], writer);
    for (const store of STORES) {
      for (const { format } of OUTPUTS) {
        const suffix = format === 'h5ad' ? 'h5ad' : 'zarr';
        const copy = path.join(home, `${store}.${format}.${suffix}`);
        await copyStore(path.join(home, store), copy, format);
        trips.push({
          name: `${store} as ${format}`,
          original: path.join(home, store),
          copy,
          format,
        });
      }
    }
    for (const reader of GENERATIONS.filter((generation) => knows(generation, writer))) {
      const readable = OUTPUTS.filter(({ readers }) => readers.some((name) => name === reader));
      const read = trips.filter(({ format }) =>
        readable.some((output) => output.format === format),
      );
      if (read.length > 0) reports.set(reader, await differences(read, reader, home));
    }
  });

  const expected = OUTPUTS.flatMap(({ format, readers }) =>
    readers
      .filter((reader) => knows(reader, writer))
      .flatMap((reader) => STORES.map((store) => ({ store, format, reader }))),
  );
  it.each(expected)(
    '$store as $format is the same to anndata $reader',
    ({ store, format, reader }) => {
      const report = reports.get(reader)?.[`${store} as ${format}`];
      expect(report).toEqual({ differences: [], deviations: [] });
    },
  );

  it.each(STORES)('the tools of HDF5 accept the copy of %s', async (store) => {
    await acceptedByTools(path.join(folder, writer, `${store}.h5ad.h5ad`));
  });
});
