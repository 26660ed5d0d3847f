import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inspectStore, summariseStore } from './inspect.ts';
import { openInspection } from './inspection.ts';

const sample = (name: string): string =>
  path.resolve(import.meta.dirname, '../../../media/sample', name);

it('tells the index of a dataframe from its columns', async () => {
  const store = sample('pbmc_part3.zarr');
  const { node, children } = await inspectStore(store, 'obs');
  expect(node.isIndex).toBe(false);
  expect(children.filter(({ isIndex }) => isIndex).map(({ name }) => name)).toEqual(['index']);
  expect((await inspectStore(store, 'obs/index')).node.isIndex).toBe(true);
  expect((await inspectStore(store, 'obs/louvain')).node.isIndex).toBe(false);
});

it.each(['pbmc_part1.h5ad', 'pbmc_part3.zarr'])('says what generation %s is', async (name) => {
  expect((await summariseStore(sample(name))).generation).toBe('0.8');
});

it('knows a store of anndata 0.7, which did not encode the root', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'inspect-'));
  try {
    const store = path.join(folder, 'old.zarr');
    await cp(sample('pbmc_part3.zarr'), store, { recursive: true });
    await rm(path.join(store, '.zmetadata'), { force: true });
    await rm(path.join(store, '.zattrs'));
    const attrs = path.join(store, 'obs/.zattrs');
    const text = await readFile(attrs, 'utf8');
    await writeFile(attrs, text.replace('"0.2.0"', '"0.1.0"'));
    expect((await summariseStore(store)).generation).toBe('0.7');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each(['pbmc_part1.h5ad', 'pbmc_part3.zarr'])(
  'gives the categories of a column of %s in the order of their codes, in pages',
  async (name) => {
    const inspection = await openInspection(sample(name));
    try {
      const all = await inspection.inspect('obs/bulk_labels');
      expect(all.node).toMatchObject({ hasChildren: false, ordered: false });
      expect(all.total).toBe(all.node.categories);
      const { children } = all;
      expect(children.map(({ value }) => value)).toEqual(children.map((_, code) => String(code)));
      expect(children[0]).toMatchObject({ encoding: 'category', dtype: 'string' });
      expect(children.map((child) => child.name)).toContain('CD14+ Monocyte');
      const page = await inspection.inspect('obs/bulk_labels', { start: 1, limit: 2 });
      expect(page).toEqual({ ...all, children: children.slice(1, 3) });
      const beyond = await inspection.inspect('obs/bulk_labels', { start: 5000, limit: 2 });
      expect(beyond.children).toEqual([]);
    } finally {
      await inspection.close();
    }
  },
);
