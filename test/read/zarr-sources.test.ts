import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectStore } from '../../src/core/inspect/inspect.ts';
import { openStore } from '../../src/core/store/open.ts';
import { openUrl } from '../../src/core/store/open-url.ts';
import type { GroupNode, Store } from '../../src/core/store/store.ts';
import { concatenate } from '../support/concatenate.ts';
import { arrayAt, describeNode, hashOf, readInSteps, rowsOf } from './describe.ts';
import { madeSources } from './made.ts';

const QUICK = { attempts: 3, delay: 1, timeout: 10_000 };
const { at, serve } = madeSources();

const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** All that a store holds. */
async function contentOf(store: Store): Promise<object> {
  const content: Record<string, unknown> = {};
  const visit = async (group: GroupNode): Promise<void> => {
    content[group.path] = await describeNode(group);
    for (const name of await group.keys()) {
      const node = await group.get(name);
      if (node.kind === 'group') await visit(node);
      else {
        const blocks = await readInSteps(node, Math.ceil(rowsOf(node) / 3));
        content[node.path] = { ...(await describeNode(node)), hash: hashOf(blocks) };
      }
    }
  };
  try {
    await visit(store.root);
  } finally {
    await store.close();
  }
  return content;
}

describe.each(['v2', 'v3'])('a store of Zarr %s', (version) => {
  const names = [
    `consolidated-${version}.zarr`,
    `top-${version}.zarr.zip`,
    `folder-${version}.zip`,
  ];

  it('is the same in a folder, in an archive, and on a server', async () => {
    const plain = await contentOf(await openStore(at(`plain-${version}.zarr`)));
    expect(Object.keys(plain)).toContain('obs/q?x#1');
    expect(Object.keys(plain).length).toBeGreaterThan(20);
    for (const name of names)
      expect(await contentOf(await openStore(at(name))), name).toEqual(plain);
    const server = await serve();
    for (const name of names) {
      const store = await openUrl(`${server.url}/${name}?token=a/b`, undefined, QUICK);
      expect(store.format).toBe(version === 'v2' ? 'zarr2' : 'zarr3');
      expect(await contentOf(store), name).toEqual(plain);
    }
    expect(server.mostAtOnce()).toBeLessThanOrEqual(8);
  });

  it('is seen as its consolidated metadata has it, as by zarr-python', async () => {
    const store = await openStore(at(`stale-${version}.zarr`));
    expect(await store.root.keys()).toEqual(['old']);
    expect(await store.root.has('new')).toBe(false);
    await expect(store.root.get('new')).rejects.toMatchObject({ tag: 'ElemUnreadable' });
  });

  it('must be consolidated to be read from a server', async () => {
    const server = await serve();
    await expect(
      openUrl(`${server.url}/plain-${version}.zarr`, undefined, QUICK),
    ).rejects.toMatchObject({
      tag: 'StoreUnreadable',
      reason: containing('zarr.consolidate_metadata'),
    });
  });

  it('is inspected on a server without a look at its chunks', async () => {
    const server = await serve();
    const { children } = await inspectStore(`${server.url}/consolidated-${version}.zarr`, 'obsm');
    expect(children.map(({ name }) => name)).toContain('X_pca');
    expect(server.paths.length).toBeLessThan(10);
    expect(server.paths.filter((asked) => /\/obsm\//u.test(asked))).toEqual([]);
  });
});

describe('a zip archive', () => {
  it('is read as zarr-python writes it', async () => {
    const store = await openStore(at('python.zip'));
    const text = await arrayAt(store.root, 'uns/text');
    expect(await text.read(0, 1)).toMatchObject({ kind: 'string' });
    await store.close();
    await store.close();
  });

  it.each([
    ['two.zip', 'it is a zip archive of 2 Zarr stores; there must be one'],
    ['none.zip', 'it is a zip archive without Zarr metadata at its top'],
    ['bzip2.zip', 'its member zarr.json has the compression method 12'],
  ])('is refused with a reason: %s', async (name, reason) => {
    const error = { tag: 'StoreUnreadable', path: at(name), reason };
    await expect(openStore(at(name))).rejects.toMatchObject(error);
  });

  it('never leads out of itself', async () => {
    const store = await openStore(at('escaping.zip'));
    expect(await store.root.keys()).toEqual(['a\\b', 'good']);
    expect(await store.root.has('..')).toBe(false);
    await store.close();
  });

  it('may have more members than the format had room for at first', async () => {
    const store = await openStore(at('many.zip'));
    const { values } = await (await arrayAt(store.root, 'x')).read(1, 2);
    expect(values).toEqual(Float32Array.from({ length: 20 }, (_, i) => 20 + i));
    await store.close();
  });

  it('that is damaged is never taken for what it is not', async () => {
    const good = await readFile(at('folder-v3.zip'));
    const file = at('damaged.zip');
    const right = JSON.stringify(await contentOf(await openStore(at('folder-v3.zip'))));
    let failures = 0;
    for (let i = 0; i < 40; i++) {
      const damaged = Buffer.from(good);
      const position = Math.floor((good.length * (i + 0.5)) / 40);
      damaged[position] = (damaged[position] ?? 0) ^ 0x5a;
      for (const bytes of [damaged, good.subarray(0, position)]) {
        await writeFile(file, bytes);
        try {
          expect(JSON.stringify(await contentOf(await openStore(file)))).toBe(right);
        } catch (error) {
          expect(error).toMatchObject({ tag: matching(/Unreadable/u) });
          failures += 1;
        }
      }
    }
    expect(failures).toBeGreaterThan(60);
  });

  it('never gives more than it says: a bomb', async () => {
    const bytes = await readFile(at('folder-v3.zip'));
    // The size of a member, in the directory at the end: 1 byte instead of what inflates.
    const name = Buffer.from('x.zarr/zarr.json');
    const entry = bytes.lastIndexOf(name) - 46;
    bytes.writeUInt32LE(1, entry + 24);
    await writeFile(at('bomb.zip'), bytes);
    await expect(openStore(at('bomb.zip'))).rejects.toMatchObject({ tag: 'StoreUnreadable' });
  });
});

describe('a concatenation', () => {
  it('gives the same from folders, archives and servers', async () => {
    const server = await serve();
    const inputs = ['consolidated-v2.zarr', 'folder-v3.zip'].map((name) => `${server.url}/${name}`);
    const options = { join: 'outer', label: 'from', keys: ['a', 'b', 'c'] };
    const local = ['consolidated-v2.zarr', 'plain-v3.zarr', 'plain-v2.zarr'].map(at);
    const remote = [...inputs, at('top-v2.zarr.zip')];
    expect(await concatenate(local, at('local.h5ad'), options)).toMatchObject({ kind: 'done' });
    expect(await concatenate(remote, at('remote.h5ad'), options)).toMatchObject({ kind: 'done' });
    const remoteContent = await contentOf(await openStore(at('remote.h5ad')));
    expect(remoteContent).toEqual(await contentOf(await openStore(at('local.h5ad'))));
  });

  it('is never written to a URL', async () => {
    const server = await serve();
    const outcome = await concatenate([at('plain-v2.zarr')], `${server.url}/out.zarr`, {});
    expect(outcome).toMatchObject({
      kind: 'refused',
      findings: [{ code: 'C005', facts: { reason: containing('URL') } }],
    });
    expect(server.paths).toEqual([]);
  });

  it('refuses a codec that nobody here knows before anything is written', async () => {
    const store = at('odd.zarr');
    await cp(at('plain-v3.zarr'), store, { recursive: true });
    const file = path.join(store, 'X/data/zarr.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"zstd"', '"numcodecs.bz2"'));
    const outcome = await concatenate([store], at('odd.h5ad'), {});
    expect(outcome).toMatchObject({
      kind: 'refused',
      findings: [{ code: 'C033', elem: 'X', facts: { filter: 'codec bz2' } }],
    });
  });

  it('refuses compressed chunks that the memory cannot hold, and says how much can', async () => {
    const memory = 8 * 2 ** 20;
    const outcome = await concatenate([at('huge-chunk.zarr')], at('huge.h5ad'), {}, { memory });
    expect(outcome).toMatchObject({
      kind: 'refused',
      findings: [
        {
          code: 'C038',
          elem: 'X',
          facts: { chunk: 5_000_000, most: memory / 2 },
          fixes: [{ options: { memory: 10_000_000 } }],
        },
      ],
    });
    const bare = [at('huge-bare.zarr')];
    expect(await concatenate(bare, at('bare.h5ad'), {}, { memory })).toMatchObject({
      kind: 'done',
    });
  });
});
