import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inspectStore, summariseStore } from './inspect.ts';

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
