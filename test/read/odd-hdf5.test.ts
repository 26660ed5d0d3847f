import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ElemUnreadableError } from '../../src/core/errors.ts';
import { addressOf } from '../../src/core/store/hdf5/read/address.ts';
import { GlobalHeap } from '../../src/core/store/hdf5/read/direct/global-heap.ts';
import { openRaw } from '../../src/core/store/hdf5/read/direct/raw-file.ts';
import { DirectReader } from '../../src/core/store/hdf5/read/direct/reader.ts';
import { hdf5Library } from '../../src/core/store/hdf5/read/library.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import type { Block, GroupNode, Store } from '../../src/core/store/store.ts';
import { python } from '../python.ts';
import { arrayAt } from './describe.ts';

let folder: string;
const stores: Store[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-odd-')));
  await python(path.join(import.meta.dirname, 'make-odd.py'), [folder]);
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(folder, { recursive: true });
});

async function rootOf(name: string, direct = true): Promise<GroupNode> {
  const file = path.join(folder, name);
  const store = await openHdf5(file, file, { direct });
  stores.push(store);
  return store.root;
}

const first = ({ values }: Block): number | bigint | string | undefined =>
  'at' in values && typeof values.at === 'function' ? values.at(0) : undefined;

describe.each([true, false])('links (direct: %s)', (direct) => {
  it('lists all members, whatever they lead to', async () => {
    const root = await rootOf('links.h5', direct);
    expect(await root.keys()).toEqual([
      'dangling',
      'external',
      'external group',
      'hard',
      'inside',
      'loop',
      'no file',
      'soft',
      'soft group',
      'type',
    ]);
  });

  it.each([
    ['inside/values', 0],
    ['hard', 0],
    ['soft', 0],
    ['soft group/values', 0],
    ['inside/again/again/values', 0],
    ['external', 5000],
    ['external group/values', 5000],
  ])('reads %s, from the file where it is', async (at, value) => {
    const array = await arrayAt(await rootOf('links.h5', direct), at);
    expect(first(await array.read(0, 1000))).toBe(value);
  });

  it.each(['dangling', 'loop', 'no file', 'type', 'nothing', '.', '', 'inside/values'])(
    'says that «%s» cannot be had',
    async (name) => {
      const root = await rootOf('links.h5', direct);
      await expect(root.get(name)).rejects.toBeInstanceOf(ElemUnreadableError);
    },
  );

  it('knows which names there are', async () => {
    const root = await rootOf('links.h5', direct);
    const names = ['dangling', 'hard', 'nothing', '.', '', '/', 'hard\0'];
    expect(await Promise.all(names.map((name) => root.has(name)))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('storage', () => {
  it('finds chunks in a tree of several levels', async () => {
    const array = await arrayAt(await rootOf('storage.h5'), 'deep');
    for (const [start, stop] of [
      [0, 3],
      [1999, 2004],
      [5990, 6000],
    ] as const) {
      const { values } = await array.read(start, stop);
      const expected = Int32Array.from({ length: (stop - start) * 4 }, (_, i) => start * 4 + i);
      expect(values).toEqual(expected);
    }
    const lzf = await arrayAt(await rootOf('storage.h5'), 'lzf two ways');
    expect((await lzf.read(0, 10)).values).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  });

  it.each(['external', 'contiguous', 'fixed array', 'one chunk', 'two ways'])(
    'reads %s both ways',
    async (name) => {
      for (const direct of [true, false]) {
        const array = await arrayAt(await rootOf('storage.h5', direct), name);
        const { values } = await array.read(0, array.shape?.[0] ?? 0);
        expect(values).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
      }
    },
  );

  it('reads a virtual dataset, with its fill value where nothing is mapped', async () => {
    const array = await arrayAt(await rootOf('storage.h5'), 'virtual');
    expect(first(await array.read(0, 1))).toBe(5000);
    expect(first(await array.read(1, 2))).toBe(-1);
  });

  it('finds chunks in the pages of an index', async () => {
    const array = await arrayAt(await rootOf('storage.h5'), 'paged');
    for (const start of [0, 3, 65_000, 131_070, 131_900]) {
      const { values } = await array.read(start, start + 100);
      expect(values).toEqual(Int32Array.from({ length: 100 }, (_, i) => start + i));
    }
  });

  it('refuses lzf where it would have to trust the plugin', async () => {
    const array = await arrayAt(await rootOf('storage.h5', false), 'lzf two ways');
    await expect(array.read(0, 10)).rejects.toMatchObject({ tag: 'ElemUnreadable' });
    await expect(array.read(0, 10)).rejects.toThrow('lzf');
  });

  it.each([
    ['storage.h5', 'contiguous', true],
    ['storage.h5', 'fixed array', true],
    ['storage.h5', 'one chunk', true],
    ['storage.h5', 'paged', true],
    ['storage.h5', 'two ways', true],
    ['storage.h5', 'external', false],
    ['links.h5', 'inside/values', true],
    ['links.h5', 'hard', true],
    ['links.h5', 'soft', false],
    ['links.h5', 'external', false],
    ['links.h5', 'external group/values', false],
  ])('%s: %s goes round the library: %s', async (name, at, expected) => {
    const file = path.join(folder, name);
    const library = await hdf5Library();
    const handle = await open(file);
    const id = library.call((wasm) => wasm.open(file, wasm.H5F_ACC_RDONLY, false, -1, -1));
    try {
      const raw = await openRaw(handle, 0, (await handle.stat()).size);
      if (raw === undefined) throw new Error('no superblock');
      const heap = new GlobalHeap(raw);
      const address = addressOf({ library, id, path: file, raw: { file: raw, heap } }, at);
      const shape = at === 'two ways' ? [10, 100] : [at === 'paged' ? 132_000 : 1000];
      const maxShape = shape.map(() => null);
      const reader =
        address === undefined
          ? undefined
          : await DirectReader.open(raw, address, { shape, maxShape, itemBytes: 4 });
      expect(reader !== undefined).toBe(expected);
    } finally {
      library.call((wasm) => wasm.close_file(id));
      await handle.close();
    }
  });
});

describe('reads', () => {
  it('may overlap', async () => {
    for (const direct of [true, false]) {
      const array = await arrayAt(await rootOf('links.h5', direct), 'inside/values');
      const starts = Array.from({ length: 50 }, (_, i) => i * 17);
      const blocks = await Promise.all(starts.map((start) => array.read(start, start + 120)));
      blocks.forEach(({ values }, i) => {
        expect(values).toEqual(Int32Array.from({ length: 120 }, (_, k) => i * 17 + k));
      });
    }
  });

  it('stop when they are cancelled', async () => {
    for (const direct of [true, false]) {
      const array = await arrayAt(await rootOf('storage.h5', direct), 'paged');
      const controller = new AbortController();
      const read = array.read(0, 132_000, controller.signal);
      controller.abort();
      await expect(read).rejects.toMatchObject({ tag: 'Cancelled' });
      await expect(array.read(0, 10, controller.signal)).rejects.toMatchObject({
        tag: 'Cancelled',
      });
    }
  });

  it('refuse rows that are not there', async () => {
    const array = await arrayAt(await rootOf('links.h5'), 'inside/values');
    for (const [start, stop] of [
      [-1, 5],
      [5, 4],
      [0, 1001],
      [NaN, 5],
    ] as const) {
      await expect(array.read(start, stop)).rejects.toBeInstanceOf(RangeError);
    }
  });
});
