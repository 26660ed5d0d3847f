import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoreFormat } from '../../src/shared/options.ts';
import { acceptedByTools } from '../hdf5/tools.ts';
import { type Generation, GENERATIONS, NEWEST, python } from '../python.ts';
import { copyStore, differencesByReader, OUTPUTS, type RoundTrip, SAME } from './round-trip.ts';

const STORES = ['csr.h5ad', 'dense.h5ad', 'csr.zarr', 'dense.zarr'];
const originals = GENERATIONS.flatMap((writer) =>
  // Zarr format 3 is of the newest alone.
  [...STORES, ...(writer === NEWEST ? ['csr.zarr3.zarr'] : [])].map((store) => ({ writer, store })),
);

/** A reader knows the encodings of stores that its own generation or an earlier one wrote. */
const knows = (reader: Generation, writer: Generation): boolean =>
  GENERATIONS.indexOf(reader) >= GENERATIONS.indexOf(writer);

let folder = '';
let reports: Awaited<ReturnType<typeof differencesByReader>> = new Map();
const nameOf = (writer: Generation, store: string, format: StoreFormat): string =>
  `${store} of ${writer} as ${format}`;

async function copies(
  writer: Generation,
  store: string,
): Promise<(RoundTrip & { readonly format: StoreFormat })[]> {
  const original = path.join(folder, writer, store);
  const trips = OUTPUTS.map(({ format, suffix }) => ({
    name: nameOf(writer, store, format),
    original,
    copy: `${original}.${format}.${suffix}`,
    format,
  }));
  for (const { copy, format } of trips) await copyStore(original, copy, format);
  return trips;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'generations-'));
  const script = path.join(import.meta.dirname, 'write.py');
  const written = GENERATIONS.map(async (writer) => {
    await mkdir(path.join(folder, writer));
    await python(script, [path.join(folder, writer)], writer);
  });
  await Promise.all(written);
  const trips = [];
  for (const { writer, store } of originals) trips.push(...(await copies(writer, store)));
  reports = await differencesByReader(trips, folder);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const expected = OUTPUTS.flatMap(({ format, readers }) =>
  readers.flatMap((reader) =>
    originals
      .filter(({ writer }) => knows(reader, writer))
      .map(({ writer, store }) => ({ store, writer, format, reader })),
  ),
);
it.each(expected)(
  '$store of anndata $writer as $format is the same to anndata $reader',
  ({ store, writer, format, reader }) => {
    expect(reports.get(reader)?.[nameOf(writer, store, format)]).toEqual(SAME);
  },
);

it.each(originals)('the tools of HDF5 accept the copy of $store of anndata $writer', async (of) => {
  await acceptedByTools(path.join(folder, of.writer, `${of.store}.h5ad.h5ad`));
});
