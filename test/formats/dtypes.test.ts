import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type * as chunkings from '../../src/core/concat/chunking.ts';
import {
  copyStore,
  differences,
  OUTPUTS,
  type RoundTrip,
  SAME,
} from '../generations/round-trip.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
import { NEWEST, python } from '../python.ts';
import { expectSameBothWays } from '../read/both-ways.ts';
import { copyInWay, isInSmallChunks, SMALL_CHUNKS, WRITTEN_WAYS } from './written-ways.ts';

const chunks = vi.hoisted(() => ({ areSmall: false }));
vi.mock('../../src/core/concat/chunking.ts', async (importOriginal) => {
  const original = await importOriginal<typeof chunkings>();
  const chunkingOf: typeof chunkings.chunkingOf = (format) =>
    chunks.areSmall ? SMALL_CHUNKS : original.chunkingOf(format);
  return { ...original, chunkingOf };
});

const SCRIPT = path.join(import.meta.dirname, 'make-dtypes.py');
const TRIPS = OUTPUTS.flatMap((from) => OUTPUTS.map((to) => ({ from: from.format, to })));

let folder = '';
let reports: Awaited<ReturnType<typeof differences>> = {};
const written = new Map<string, RoundTrip>();
let dtypes: Record<string, Record<string, string>> = {};
const originalOf = (from: string): string =>
  path.join(folder, `${from}.${from === 'h5ad' ? from : 'zarr'}`);
const copyOf = (from: string, { format, suffix }: (typeof OUTPUTS)[number]): string =>
  path.join(folder, `${from} as ${format}.${suffix}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dtypes-'));
  await python(SCRIPT, ['write', folder]);
  for (const { from, to } of TRIPS) await copyStore(originalOf(from), copyOf(from, to), to.format);
  const trips = TRIPS.map(({ from, to }) => ({
    name: `${from} as ${to.format}`,
    original: originalOf(from),
    copy: copyOf(from, to),
  }));
  await dumpedByTools(OUTPUTS.map(({ format }) => copyOf(format, OUTPUTS[0])));
  for (const way of WRITTEN_WAYS) {
    chunks.areSmall = isInSmallChunks(way);
    written.set(way.name, await copyInWay(originalOf('h5ad'), way));
  }
  chunks.areSmall = false;
  const all = [...trips, ...written.values()];
  reports = await differences(all, NEWEST, folder);
  const stores = all.flatMap(({ original, copy }) => [original, copy]);
  const printed = await python(SCRIPT, ['print', ...stores]);
  dtypes = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(printed));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('values of every dtype are the same straight from the file and through the library', async () => {
  expect(await expectSameBothWays(originalOf('h5ad'))).toBeGreaterThan(100);
});

it.each(TRIPS)('values of every dtype are the same from $from to $to.format', ({ from, to }) => {
  expect(reports[`${from} as ${to.format}`]).toEqual(SAME);
  const due = dtypes[originalOf(from)] ?? {};
  expect(Object.keys(due).length).toBeGreaterThan(100);
  expect(dtypes[copyOf(from, to)]).toEqual(due);
});

it.each(WRITTEN_WAYS)('values of every dtype are the same, written as $name', ({ name }) => {
  expect(reports[name]).toEqual(SAME);
  expect(dtypes[written.get(name)?.copy ?? '']).toEqual(dtypes[originalOf('h5ad')]);
});
