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
