import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { walkStore } from '../../src/cli/walk.ts';
import { inspectStore } from '../../src/core/inspect/inspect.ts';
import { openInspection } from '../../src/core/inspect/inspection.ts';
import type * as fileBytes from '../../src/core/store/file-bytes.ts';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { nodeAt } from '../read/describe.ts';

const KIB = 1024;
/** Pages of metadata that lie in different places of a file. */
const MOST = 160 * KIB;

const read = vi.hoisted(() => ({ bytes: 0 }));
vi.mock('../../src/core/store/file-bytes.ts', async (importOriginal) => {
  const original = await importOriginal<typeof fileBytes>();
  const readFully: typeof fileBytes.readFully = (handle, target, position) => {
    read.bytes += target.length;
    return original.readFully(handle, target, position);
  };
  return { ...original, readFully };
});

let folder = '';
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lazy-')));
  await python(path.join(import.meta.dirname, 'make-lazy.py'), [folder]);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  read.bytes = 0;
});

describe.each(['earliest.h5ad', 'latest.h5ad'])('%s', (name) => {
  it.each(['', 'X', 'uns', 'uns/empty'])(
    'is inspected at the cost of what is shown: «%s»',
    async (elem) => {
      await inspectStore(at(name), elem);
      expect(read.bytes).toBeGreaterThan(0);
      expect(read.bytes).toBeLessThan(MOST);
    },
  );

  it('says how many entries a matrix of more than 2^31 has', async () => {
    const { node } = await inspectStore(at(name), 'layers/counts');
    expect(node).toMatchObject({
      encoding: 'csr_matrix',
      dtype: 'float32',
      shape: [10, 2 ** 29],
      nnz: 2 ** 31 + 10,
      problem: null,
    });
    expect(read.bytes).toBeLessThan(MOST);
  });

  it('lists a group of very many members by reading no part of the file often', async () => {
    const { size } = await stat(at(name));
    const store = await openStore(at(name));
    const many = await nodeAt(store.root, 'uns/many');
    if (many.kind !== 'group') throw new Error('it is an array');
    const keys = await many.keys();
    await store.close();
    expect([keys.length, keys[0], keys.at(-1)]).toEqual([20_000, 'member 00000', 'member 19999']);
    expect(size).toBeGreaterThan(4 * MOST);
    expect(read.bytes).toBeLessThan(2 * size);
  });

  it('is walked whole by reading no part of the file often', async () => {
    const { size } = await stat(at(name));
    const { children } = await walkStore(openInspection, at(name));
    const groups = children?.find((child) => child.name === 'groups')?.children;
    expect(groups).toHaveLength(1500);
    expect(groups?.every((group) => group.children?.length === 1)).toBe(true);
    expect(read.bytes).toBeLessThan(4 * size);
  });

  it('gives the members of a group page by page, the next one at the cost of what it shows', async () => {
    const inspection = await openInspection(at(name));
    try {
      const first = await inspection.inspect('uns/many', { limit: 10 });
      const spent = read.bytes;
      const second = await inspection.inspect('uns/many', { start: 10, limit: 10 });
      const last = await inspection.inspect('uns/many', { start: 19_999, limit: 10 });
      const none = await inspection.inspect('uns/many', { start: 20_000, limit: 10 });
      const names = [first, second, last].map(({ children }) =>
        children.map((child) => child.name),
      );
      expect(names.map((page) => [page.length, page[0]])).toEqual([
        [10, 'member 00000'],
        [10, 'member 00010'],
        [1, 'member 19999'],
      ]);
      expect([first, second, last, none].map(({ total }) => total)).toEqual(Array(4).fill(20_000));
      expect(none.children).toEqual([]);
      expect(read.bytes - spent).toBeLessThan(MOST);
    } finally {
      await inspection.close();
    }
  });
});

it.each(['earliest.h5ad', 'latest.h5ad', 'v2.zarr', 'v3.zarr'])(
  'only what has members can be opened in %s',
  async (name) => {
    const { children } = await inspectStore(at(name), 'uns');
    expect(children.map((child) => [child.name, child.encoding, child.hasChildren])).toEqual([
      ['empty', 'dict', false],
      ['many', 'dict', true],
    ]);
  },
);
