import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ElemUnreadableError } from '../core/errors.ts';
import type { Inspection } from '../core/inspect/inspection.ts';
import { OpenStores } from './open-stores.ts';

const { signal } = new AbortController();
let folder = '';
let store = '';
/** What happened, in order. */
let log: string[] = [];
let stores: OpenStores;

const open = (file: string): Promise<Inspection> => {
  const name = `${path.basename(file)} ${log.filter((line) => line.startsWith('open')).length}`;
  log.push(`open ${name}`);
  return Promise.resolve({
    inspect: () => Promise.reject(new Error('not part of this test')),
    close: () => {
      log.push(`close ${name}`);
      return Promise.resolve();
    },
  });
};
const look = (file = store, isFresh = false): Promise<void> =>
  stores.use(file, isFresh, signal, () => Promise.resolve());

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-stores-'));
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(folder, name), name);
  store = path.join(folder, 'a');
  log = [];
  stores = new OpenStores(open, 3_600_000);
});
afterEach(async () => {
  await stores.close();
  await rm(folder, { recursive: true });
});

it('opens a store once for all looks, and closes it in the end', async () => {
  await look();
  await look();
  expect(log).toEqual(['open a 0']);
  await stores.close();
  expect(log).toEqual(['open a 0', 'close a 0']);
});

it('opens a store anew when its file has changed, or when that is asked for', async () => {
  await look();
  await appendFile(store, 'more');
  await look();
  await look(store, true);
  expect(log).toEqual(['open a 0', 'close a 0', 'open a 1', 'close a 1', 'open a 2']);
});

it('gives nobody a store that another one looks at, and keeps one', async () => {
  await stores.use(store, false, signal, () => look());
  expect(log).toEqual(['open a 0', 'open a 1', 'close a 1']);
  await look();
  expect(log).toHaveLength(3);
});

it('keeps no more than two, those used last', async () => {
  for (const name of ['a', 'b', 'a', 'c']) await look(path.join(folder, name));
  expect(log).toEqual(['open a 0', 'open b 1', 'open c 2', 'close b 1']);
});

it('does not keep a store that could not be read, nor one that is not there', async () => {
  const error = new ElemUnreadableError({ elem: 'X', reason: 'damaged' });
  await expect(stores.use(store, false, signal, () => Promise.reject(error))).rejects.toBe(error);
  await look(path.join(folder, 'gone'));
  expect(log).toEqual(['open a 0', 'close a 0', 'open gone 1', 'close gone 1']);
});

it('closes a store that nobody looks at any more', async () => {
  stores = new OpenStores(open, 1);
  await look();
  await vi.waitFor(() => {
    expect(log).toEqual(['open a 0', 'close a 0']);
  });
});

it('keeps nothing once it is closed', async () => {
  await stores.use(store, false, signal, () => stores.close());
  expect(log).toEqual(['open a 0', 'close a 0']);
});
