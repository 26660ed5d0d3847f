import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectStore } from '../../src/core/inspect/inspect.ts';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';
import { copyStore, type CopyReports, differences, SAME } from './round-trip.ts';

const ARCHIVE = path.resolve(import.meta.dirname, '../data/newer/0.13.tar.xz');
const STORES = ['csr.h5ad', 'csr.zarr', 'csr.zarr3.zarr'];
const trips = (
  [
    ['csr.h5ad', 'h5ad', 'h5ad'],
    ['csr.h5ad', 'zarr2', 'zarr'],
    ['csr.zarr', 'zarr3', 'zarr'],
    ['csr.zarr3.zarr', 'h5ad', 'h5ad'],
    ['narrow.h5ad', 'zarr3', 'zarr'],
  ] as const
).map(([store, format, suffix]) => ({ store, format, name: `${store}.${format}.${suffix}` }));

let folder = '';
let reports: CopyReports = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'newer-'));
  await python(path.join(import.meta.dirname, 'newer.py'), [ARCHIVE, folder]);
  const at = (name: string): string => path.join(folder, name);
  for (const { store, format, name } of trips) await copyStore(at(store), at(name), format);
  // All stores hold the same; zarr-python 3.1 does not know the records of 3.4.
  const original = at('csr.h5ad');
  const list = trips.map(({ name }) => ({ name, original, copy: at(name) }));
  reports = await differences(list, '0.12', folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Attributes of an elem of a store, and its members' names. */
async function lookAt(
  store: string,
  elem: readonly string[],
): Promise<{ readonly attrs: unknown; readonly kind: string }> {
  const opened = await openStore(path.join(folder, store));
  try {
    let group = opened.root;
    for (const name of elem.slice(0, -1)) {
      const node = await group.get(name);
      if (node.kind === 'group') group = node;
    }
    const { attrs, kind } = await group.get(elem.at(-1) ?? '');
    return { attrs, kind };
  } finally {
    await opened.close();
  }
}

describe('a store of anndata 0.13 and pandas 3', () => {
  it.each(trips)('$store as $format is the same to anndata 0.12', ({ name }) => {
    expect(reports[name]).toEqual(SAME);
  });

  it.each(trips)('$store as $format has an index that every anndata reads', async ({ name }) => {
    expect(await lookAt(name, ['obs', 'cell names'])).toMatchObject({
      kind: 'array',
      attrs: { 'encoding-type': 'string-array' },
    });
  });

  it.each([...STORES, ...trips.map(({ name }) => name)])(
    'says in %s what stands for missing text',
    async (name) => {
      const column = { 'encoding-type': 'nullable-string-array', 'na-value': 'NaN' };
      for (const table of [['obsm', 'table'], ['uns', 'table'], ['obs']])
        expect(await lookAt(name, [...table, 'text'])).toMatchObject({ attrs: column });
    },
  );

  it.each(STORES)('is shown: %s', async (store) => {
    const { node, children } = await inspectStore(path.join(folder, store), 'obs');
    expect(node).toMatchObject({ encoding: 'dataframe', shape: [37, 15], problem: null });
    expect(children.filter(({ isIndex }) => isIndex)).toMatchObject([
      { name: 'cell names', encoding: 'nullable-string-array', problem: null },
    ]);
  });

  it('joined with text whose missing values are NA has NA', async () => {
    const inputs = ['csr.h5ad', 'na.h5ad'].map((name) => path.join(folder, name));
    const output = path.join(folder, 'joined.h5ad');
    expect(await concatenate(inputs, output, {})).toMatchObject({ kind: 'done' });
    const { attrs } = await lookAt('joined.h5ad', ['obs', 'text']);
    expect(attrs).toEqual({
      'encoding-type': 'nullable-string-array',
      'encoding-version': '0.1.0',
    });
  });

  it('whose index has no end is refused, and not read', async () => {
    const input = path.join(folder, 'endless.h5ad');
    const outcome = await concatenate([input], path.join(folder, 'never.h5ad'), {});
    const reason = `an index of ${2 ** 38} names that may be missing is too long`;
    const finding = { code: 'C036', elem: 'obs/cell names/mask', facts: { reason } };
    expect(outcome).toMatchObject({ kind: 'refused', findings: [finding] });
  });

  it('whose index lacks a name is refused, and says which', async () => {
    const input = path.join(folder, 'nameless.h5ad');
    const outcome = await concatenate([input], path.join(folder, 'never.h5ad'), {});
    const reason = 'the index has no name in row 3';
    const finding = { code: 'C036', elem: 'obs/cell names/mask', facts: { reason } };
    expect(outcome).toMatchObject({ kind: 'refused', findings: [finding] });
  });
});
