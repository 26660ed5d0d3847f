import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { arrayAt } from './describe.ts';

const VALUES = (5 * 2 ** 30) / 4;
const ENDS = Float32Array.from({ length: 20 }, (_, i) => i + 1);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'large-archive-'));
  const script = path.join(import.meta.dirname, 'make-large-archive.py');
  await python(script, [path.join(folder, 'x.zip')]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('reads an archive of more than 4 GiB, with a shard as large, and what is behind it', async () => {
  const file = path.join(folder, 'x.zip');
  expect((await stat(file)).size).toBeGreaterThan(2 ** 32);
  const store = await openStore(file);
  expect(await store.root.keys()).toEqual(['x', 'y']);
  const shard = await arrayAt(store.root, 'x');
  expect(shard.shape).toEqual([VALUES]);
  expect((await shard.read(VALUES - 20, VALUES)).values).toEqual(ENDS);
  expect((await shard.read(0, 2)).values).toEqual(Float32Array.of(0, 0));
  expect((await (await arrayAt(store.root, 'y')).read(0, 1)).values).toEqual(Float32Array.of(7));
  await store.close();
});
