import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConcatError } from '../errors.ts';
import { openStore } from './open.ts';
import { storeError, storeStat } from './stat.ts';
import type { Node } from './store.ts';

const SAMPLE = path.resolve(
  import.meta.dirname,
  '../../../test/goldens/data/h5ad_gzip_outer/in0.h5ad',
);
let folder: string;
let sample: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-'));
  sample = await readFile(SAMPLE);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: Uint8Array | string): Promise<string> {
  const at = path.join(folder, name);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(at, content);
  return at;
}

/** Reads all that can be read; everything that goes wrong must be one of our errors. */
async function readAll(store: string): Promise<number> {
  let failures = 0;
  const visit = async (open: () => Promise<Node>): Promise<void> => {
    try {
      const node = await open();
      if (node.kind === 'group') {
        for (const name of await node.keys()) await visit(() => node.get(name));
      } else if (node.dtype.kind !== 'opaque') {
        await node.read(0, node.shape === null ? 0 : (node.shape[0] ?? 1));
      }
    } catch (error) {
      if (!(error instanceof ConcatError)) throw error;
      failures += 1;
    }
  };
  try {
    const opened = await openStore(store);
    await visit(() => Promise.resolve(opened.root));
    await opened.close();
  } catch (error) {
    if (!(error instanceof ConcatError)) throw error;
    failures += 1;
  }
  return failures;
}

describe('openStore', () => {
  it('goes by the content, not by the name', async () => {
    const store = await openStore(await file('table.csv', sample));
    expect(store.format).toBe('h5ad');
    expect(await store.root.keys()).toContain('obs');
    await store.close();
    await store.close();
  });

  it('follows links and reads names beyond ASCII', async () => {
    const target = await file('gène 日本 %20.h5ad', sample);
    const link = path.join(folder, 'link');
    await symlink(target, link);
    const store = await openStore(link);
    expect(store.path).toBe(link);
    expect(await store.root.has('obs')).toBe(true);
    await store.close();
  });

  it('says that there is nothing', async () => {
    const error = { tag: 'StoreNotFound' };
    await expect(openStore(path.join(folder, 'nothing.h5ad'))).rejects.toMatchObject(error);
    const below = path.join(await file('plain', 'x'), 'below.h5ad');
    await expect(openStore(below)).rejects.toMatchObject(error);
  });

  it.each([
    ['empty.h5ad', '', 'the file is empty'],
    ['text.h5ad', 'no HDF5 at all', 'it is not an HDF5 file'],
    ['table.h5ad.gz', '\u001f\u008b\u0008', 'it is compressed with gzip; decompress it first'],
    ['table.zarr.zip', 'PK\u0003\u0004', 'it is a damaged zip archive'],
  ])('says what is the matter with %s', async (name, content, reason) => {
    const at = await file(name, Buffer.from(content, 'latin1'));
    await expect(openStore(at)).rejects.toMatchObject({ tag: 'StoreUnreadable', path: at, reason });
  });

  it('says how much of a truncated file is there', async () => {
    const half = Math.floor(sample.length / 2);
    const at = await file('truncated.h5ad', sample.subarray(0, half));
    const reason = `it is truncated: ${half} of ${sample.length} bytes are there`;
    await expect(openStore(at)).rejects.toMatchObject({ tag: 'StoreUnreadable', reason });
  });

  it('refuses folders without metadata and what is no file', async () => {
    const at = path.join(folder, 'folder');
    await mkdir(at);
    await expect(openStore(at)).rejects.toMatchObject({
      tag: 'StoreUnreadable',
      reason: 'it is a folder without Zarr metadata',
    });
    await expect(openStore('/dev/null')).rejects.toMatchObject({ tag: 'StoreUnreadable' });
  });

  it('passes on why the system refuses', () => {
    const cause = Object.assign(new Error('denied'), { code: 'EACCES', syscall: 'open' });
    expect(storeError('a.h5ad', cause)).toMatchObject({
      tag: 'StoreUnreadable',
      path: 'a.h5ad',
      reason: 'EACCES',
    });
  });

  it('does nothing when cancelled', async () => {
    await expect(openStore(SAMPLE, AbortSignal.abort())).rejects.toMatchObject({
      tag: 'Cancelled',
    });
  });

  it('survives any cut and any flipped byte, and the next file is read all the same', async () => {
    let failures = 0;
    for (let i = 0; i < 60; i++) {
      const at = Math.floor((sample.length * i) / 60);
      const damaged = Buffer.from(sample);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      failures += await readAll(await file('damaged.h5ad', damaged));
      failures += await readAll(await file('damaged.h5ad', sample.subarray(0, at)));
    }
    expect(failures).toBeGreaterThan(60);
    expect(await readAll(SAMPLE)).toBe(0);
  });
});

describe('storeStat', () => {
  it('says the size and the time of a file, by its real path', async () => {
    const at = await file('sized.h5ad', sample);
    await utimes(at, 1000, 1000);
    const link = path.join(folder, 'sized link');
    await symlink(at, link);
    const real = await storeStat(at);
    expect(real).toMatchObject({ bytes: sample.length, modified: 1_000_000 });
    expect(await storeStat(link)).toEqual(real);
  });

  it('adds up a folder and takes its newest file', async () => {
    const store = path.join(folder, 'sized.zarr');
    await file('sized.zarr/zarr.json', '{}');
    const chunk = await file('sized.zarr/deep/er/c/0', '12345');
    await utimes(path.join(store, 'zarr.json'), 2000, 2000);
    await utimes(chunk, 3000, 3000);
    const copy = path.join(folder, 'copy.zarr');
    await cp(store, copy, { recursive: true, preserveTimestamps: true });
    const { realPath, ...stats } = await storeStat(store);
    expect(realPath).toBe(await realpath(store));
    expect(stats).toMatchObject({ bytes: 7, modified: 3_000_000 });
    expect(await storeStat(copy)).toMatchObject(stats);
  });

  it.each([
    ['the start of a file', 'a.h5ad', 'a.h5ad', 0],
    ['the end of a file', 'b.h5ad', 'b.h5ad', 199_999],
    ['the metadata of a folder', 'c.zarr', 'c.zarr/zarr.json', 10],
  ])('tells by its digest when %s changes in place', async (_, store, changed, position) => {
    const text = Buffer.alloc(200_000, 'x');
    const at = await file(changed, text);
    const before = await storeStat(path.join(folder, store));
    text[position] = 0;
    await writeFile(at, text);
    const after = await storeStat(path.join(folder, store));
    expect(after.bytes).toBe(before.bytes);
    expect(after.digest).not.toBe(before.digest);
  });

  it('says that there is nothing', async () => {
    await expect(storeStat(path.join(folder, 'nothing'))).rejects.toMatchObject({
      tag: 'StoreNotFound',
    });
  });
});
