import { describe, expect, it } from 'vitest';
import { ElemUnreadableError } from '../../src/core/errors.ts';
import type { Block } from '../../src/core/store/store.ts';
import { expectSameBothWays } from './both-ways.ts';
import { arrayAt } from './describe.ts';
import { madeHdf5 } from './made.ts';

const { at, rootOf } = madeHdf5('make-odd.py');

const first = ({ values }: Block): number | bigint | string | undefined =>
  'at' in values && typeof values.at === 'function' ? values.at(0) : undefined;

const WAYS = [true, false];

it.each(['links.h5', 'storage.h5'])('all of %s is the same both ways', async (name) => {
  expect(await expectSameBothWays(at(name))).toBeGreaterThan(10);
});

describe.each(WAYS)('links (direct: %s)', (direct) => {
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
      'soft external',
      'soft group',
      'soft to soft',
      'type',
    ]);
  });

  it.each([
    ['inside/values', 0],
    ['hard', 0],
    ['soft', 0],
    ['soft group/values', 0],
  ])('reads %s', async (at, value) => {
    const array = await arrayAt(await rootOf('links.h5', direct), at);
    expect(first(await array.read(0, 1000))).toBe(value);
  });

  it.each(['external', 'external group', 'no file', 'soft external', 'soft to soft'])(
    'does not follow «%s», which leads out of the file',
    async (name) => {
      const root = await rootOf('links.h5', direct);
      await expect(root.get(name)).rejects.toMatchObject({ tag: 'ElemUnreadable', elem: name });
      await expect(root.get(name)).rejects.toThrow('another file');
    },
  );

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

describe.each(WAYS)('storage (direct: %s)', (direct) => {
  it('finds chunks in a tree of several levels', async () => {
    const array = await arrayAt(await rootOf('storage.h5', direct), 'deep');
    for (const [start, stop] of [
      [0, 3],
      [1999, 2004],
      [5990, 6000],
    ] as const) {
      const { values } = await array.read(start, stop);
      const expected = Int32Array.from({ length: (stop - start) * 4 }, (_, i) => start * 4 + i);
      expect(values).toEqual(expected);
    }
  });

  it.each(['contiguous', 'fixed array', 'one chunk', 'two ways'])('reads %s', async (name) => {
    const array = await arrayAt(await rootOf('storage.h5', direct), name);
    const { values } = await array.read(0, array.shape?.[0] ?? 0);
    expect(values).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  });

  it('reads a virtual dataset of its own file', async () => {
    const array = await arrayAt(await rootOf('storage.h5', direct), 'virtual inside');
    expect(first(await array.read(0, 1))).toBe(0);
    expect(first(await array.read(1, 2))).toBe(-1);
  });

  it.each(['external', 'virtual', 'virtual nowhere'])(
    'refuses %s, whose values are not in the file',
    async (name) => {
      const root = await rootOf('storage.h5', direct);
      await expect(root.get(name)).rejects.toMatchObject({ tag: 'ElemUnreadable', elem: name });
    },
  );

  it('finds chunks in the pages of an index', async () => {
    const array = await arrayAt(await rootOf('storage.h5', direct), 'paged');
    for (const start of [0, 3, 65_000, 131_070, 131_900]) {
      const { values } = await array.read(start, start + 100);
      expect(values).toEqual(Int32Array.from({ length: 100 }, (_, i) => start + i));
    }
  });
});

describe('lzf', () => {
  it('is read straight from the file', async () => {
    const array = await arrayAt(await rootOf('storage.h5'), 'lzf two ways');
    const { values } = await array.read(0, 10);
    expect(values).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  });

  it('is refused where the plugin would have to be trusted', async () => {
    const array = await arrayAt(await rootOf('storage.h5', false), 'lzf two ways');
    await expect(array.read(0, 10)).rejects.toMatchObject({ tag: 'ElemUnreadable' });
    await expect(array.read(0, 10)).rejects.toThrow('lzf');
  });
});

describe.each(WAYS)('reads (direct: %s)', (direct) => {
  it('may overlap', async () => {
    const array = await arrayAt(await rootOf('links.h5', direct), 'inside/values');
    const starts = Array.from({ length: 50 }, (_, i) => i * 17);
    const blocks = await Promise.all(starts.map((start) => array.read(start, start + 120)));
    blocks.forEach(({ values }, i) => {
      expect(values).toEqual(Int32Array.from({ length: 120 }, (_, k) => i * 17 + k));
    });
  });

  it('stop when they are cancelled', async () => {
    const array = await arrayAt(await rootOf('storage.h5', direct), 'paged');
    const controller = new AbortController();
    const read = array.read(0, 132_000, controller.signal);
    controller.abort();
    const cancelled = { tag: 'Cancelled' };
    await expect(read).rejects.toMatchObject(cancelled);
    await expect(array.read(0, 10, controller.signal)).rejects.toMatchObject(cancelled);
  });

  it('refuse rows that are not there', async () => {
    const array = await arrayAt(await rootOf('links.h5', direct), 'inside/values');
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
