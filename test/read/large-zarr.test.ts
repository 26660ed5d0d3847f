import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { arrayAt } from './describe.ts';
import { expectEnds } from './large.ts';

const PLAIN = ['compressed', 'filled', 'plain'];
let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'large-zarr-')));
  await python(path.join(import.meta.dirname, 'make-large-zarr.py'), [folder]);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  ['v2.zarr', PLAIN],
  ['v3.zarr', [...PLAIN, 'shards', 'one shard']],
])('%s', (name, layouts) => {
  it('is read past 4 GiB and 2^31 values', async () => {
    const store = await openStore(path.join(folder, name));
    expect(await store.root.keys()).toEqual([...layouts, 'rows'].sort());
    await expectEnds(store.root, layouts);
    const rows = await arrayAt(store.root, 'rows');
    const { values } = await rows.read(2 ** 20 - 2, 2 ** 20);
    expect(values).toEqual(Float32Array.from({ length: 2 ** 13 }, (_, i) => i));
    await store.close();
  });
});
