import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { walkStore } from '../../src/cli/walk.ts';
import { inspectStore, summariseStore } from '../../src/core/inspect/inspect.ts';
import { openInspection } from '../../src/core/inspect/inspection.ts';
import { summarisePicture } from '../../src/core/inspect/picture/picture.ts';
import type * as fileBytes from '../../src/core/store/file-bytes.ts';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { expectSameBothWays } from '../read/both-ways.ts';
import { nodeAt } from '../read/describe.ts';

const KIB = 1024;
/** Pages of metadata that lie in different places of a file. */
const MOST = 160 * KIB;

const read = vi.hoisted(() => ({ bytes: 0, calls: 0 }));
vi.mock('../../src/core/store/file-bytes.ts', async (importOriginal) => {
  const original = await importOriginal<typeof fileBytes>();
  const readFully: typeof fileBytes.readFully = (handle, target, position) => {
    read.bytes += target.length;
    read.calls += 1;
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
  read.calls = 0;
});

describe.each(['earliest.h5ad', 'latest.h5ad'])('%s', (name) => {
  it('is the same straight from the file and through the library', async () => {
    expect(await expectSameBothWays(at(name))).toBeGreaterThan(10);
  });

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

/** What `wide-*` have. */
const COLUMNS = 2000;
const CATEGORIES = 100_000;
/** More than are counted. */
const FILES = 5000;

describe.each(['wide-earliest.h5ad', 'wide-latest.h5ad'])('%s', (name) => {
  it('tells how large a dataframe of very many columns is, not looking at them', async () => {
    const { children } = await inspectStore(at(name), '');
    expect(children.find((child) => child.name === 'obs')).toMatchObject({
      shape: [3, COLUMNS + 1],
      problem: null,
    });
    expect(read.bytes).toBeLessThan(MOST);
  });

  it('gives its columns, and the categories of one, page by page', async () => {
    const inspection = await openInspection(at(name));
    try {
      await inspection.inspect('obs', { limit: 10 });
      const opened = read.bytes;
      const page = await inspection.inspect('obs', { start: 10, limit: 10 });
      expect(page.children.map((child) => child.problem)).toEqual(Array(10).fill(null));
      expect(page.total).toBe(COLUMNS + 2);
      expect(read.bytes - opened).toBeLessThan(MOST);
      const category = 'obs/many categories';
      const { total, children } = await inspection.inspect(category, { start: 50_000, limit: 10 });
      expect(total).toBe(CATEGORIES);
      expect(children.map((child) => child.value)).toContain('50009');
      expect(read.bytes - opened).toBeLessThan(4 * MOST);
    } finally {
      await inspection.close();
    }
  });

  it('describes an array without its index of chunks', async () => {
    const { node } = await inspectStore(at(name), 'obsm/chunks');
    expect(node).toMatchObject({ shape: [3, 3000], chunks: [3, 1] });
    expect(read.bytes).toBeLessThan(MOST);
  });
});

it('a dataframe of a Zarr store is described by its own files and those of its index', async () => {
  const { children } = await inspectStore(at('wide-v3.zarr'), '');
  expect(children).toMatchObject([
    { name: 'obs', shape: [3, COLUMNS], problem: null },
    { name: 'var', shape: [3, 0], problem: null },
    { name: 'uns', hasChildren: true, problem: null },
  ]);
  expect(read.calls).toBeLessThan(12);
});

describe('a text of megabytes', () => {
  it.each([
    ['wide-earliest.h5ad', 'uns/text'],
    ['wide-earliest.h5ad', 'uns/fixed'],
    ['wide-latest.h5ad', 'uns/text'],
    ['wide-latest.h5ad', 'uns/fixed'],
    ['wide-v3.zarr', 'uns/text'],
  ])('of %s is shown by its start, which is all that is read: %s', async (name, elem) => {
    const { node } = await inspectStore(at(name), elem);
    expect(node).toMatchObject({ encoding: 'string', problem: null });
    expect(node.value).toMatch(/^é[0-9a-f]{199}$/u);
    expect(read.bytes).toBeLessThan(MOST);
  });

  it('that is compressed is not read to be shown', async () => {
    const { node } = await inspectStore(at('wide-v3.zarr'), 'uns/packed');
    expect(node).toMatchObject({ encoding: 'string', value: null, problem: null });
    expect(read.bytes).toBeLessThan(MOST);
  });
});

it.each(['wide-earliest.h5ad', 'wide-latest.h5ad'])(
  'a column of very many in %s is looked at without listing all of them',
  async (name) => {
    const store = await openStore(at(name));
    try {
      const obs = await store.root.get('obs');
      if (obs.kind === 'array') throw new Error('it is an array');
      read.bytes = 0;
      const column = await obs.get('column 1234');
      expect(column).toMatchObject({ kind: 'array', shape: [3] });
      expect(await obs.has('column 0000')).toBe(true);
      expect(read.bytes).toBeLessThan(MOST);
      await expect(obs.get('column 9999')).rejects.toMatchObject({ elem: 'obs/column 9999' });
      const all = await obs.keys();
      for (const key of all.slice(0, 20)) expect(await obs.has(key)).toBe(true);
    } finally {
      await store.close();
    }
  },
);

it.each(['wide-earliest.h5ad', 'wide-latest.h5ad', 'wide-v3.zarr'])(
  'a column of very many in %s is drawn without looking at the others',
  async (name) => {
    const query = { kind: 'column', store: at(name), elem: 'obs/column 1234' } as const;
    expect(await summarisePicture(query)).toMatchObject({ kind: 'column', rows: 3 });
    expect(read.bytes).toBeLessThan(MOST);
    expect(read.calls).toBeLessThan(20);
  },
);

describe('what the form shows of a store', () => {
  it.each(['wide-earliest.h5ad', 'wide-latest.h5ad'])('is told of %s', async (name) => {
    const { size } = await stat(at(name));
    const summary = await summariseStore(at(name));
    expect(summary).toMatchObject({ nObs: 3, nVars: 2, obsm: ['chunks'], X: null, bytes: size });
    expect(summary.hasMoreBytes).toBe(false);
    expect(read.bytes).toBeLessThan(MOST);
  });

  it('is told of a Zarr store by a few of its files, however many it has', async () => {
    const store = at('wide-v3.zarr');
    const chunks = path.join(store, 'obs/_index/c');
    await mkdir(chunks);
    // Each of one byte, so that the size is the number of files that were looked at.
    for (let i = 0; i < FILES; i++) await writeFile(path.join(chunks, String(i)), ' ');
    read.calls = 0;
    const summary = await summariseStore(store);
    expect(summary).toMatchObject({ nObs: 3, nVars: 3, format: 'zarr3', hasMoreBytes: true });
    expect(summary.bytes).toBeGreaterThan(0);
    expect(read.calls).toBeLessThan(12);
  });
});

it('a column that is missing, or is of another length, is a problem of a dataframe', async () => {
  const obs = path.join(at('wide-v3.zarr'), 'obs');
  await rm(path.join(obs, 'column 0007'), { recursive: true });
  const json = path.join(obs, 'column 0008/zarr.json');
  await writeFile(json, (await readFile(json, 'utf8')).replace('"shape": [3]', '"shape": [4]'));
  const { node, children } = await inspectStore(at('wide-v3.zarr'), 'obs');
  expect(node.problem).toBe('it has no column «column 0007»');
  expect(children.filter(({ problem }) => problem !== null)).toMatchObject([
    { name: 'column 0008', problem: 'it has 4 rows where its index has 3' },
  ]);
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
