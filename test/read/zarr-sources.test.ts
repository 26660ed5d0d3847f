import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inspectStore } from '../../src/core/inspect/inspect.ts';
import { openStore } from '../../src/core/store/open.ts';
import { openUrl } from '../../src/core/store/open-url.ts';
import { storeStat } from '../../src/core/store/stat.ts';
import type { GroupNode, Store } from '../../src/core/store/store.ts';
import { python } from '../python.ts';
import { serveFiles, type Answer, type FileServer } from '../support/file-server.ts';
import { arrayAt, describeNode, hashOf, readInSteps, rowsOf } from './describe.ts';

const QUICK = { attempts: 3, delay: 1, timeout: 10_000 };
let folder: string;
const servers: FileServer[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sources-')));
  await python(path.join(import.meta.dirname, 'make-sources.py'), [folder]);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const at = (name: string): string => path.join(folder, name);

async function serve(answer?: Answer): Promise<FileServer> {
  const server = await serveFiles(folder, answer);
  servers.push(server);
  return server;
}

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
      reason: expect.stringContaining('zarr.consolidate_metadata') as string,
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
    const { root, close } = await openStore(at('escaping.zip'));
    expect(await root.keys()).toEqual(['a\\b', 'good']);
    expect(await root.has('..')).toBe(false);
    await close();
  });

  it('may have more members than the format had room for at first', async () => {
    const store = await openStore(at('many.zip'));
    const block = await (await arrayAt(store.root, 'x')).read(1, 2);
    expect(Array.from(block.values as Float32Array).slice(0, 2)).toEqual([20, 21]);
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
          expect(error).toMatchObject({ tag: expect.stringMatching(/Unreadable/u) as string });
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

describe('a server', () => {
  const URL_V3 = 'consolidated-v3.zarr';

  it('that fails for a moment is asked again', async () => {
    let failures = 0;
    const server = await serve((_request, response) => {
      if (failures++ % 3 === 2) return false;
      if (failures % 3 === 1) response.writeHead(503).end();
      else response.destroy();
      return true;
    });
    const store = await openUrl(`${server.url}/${URL_V3}`, undefined, QUICK);
    expect(await store.root.has('X')).toBe(true);
  });

  it.each([
    [403, /^http:\S+\/zarr\.json answers with status 403$/u],
    [500, /answers with status 500$/u],
  ])('that answers with status %d is an error, not a missing chunk', async (status, reason) => {
    const server = await serve((_request, response) => {
      response.writeHead(status).end();
      return true;
    });
    const error = await openUrl(`${server.url}/${URL_V3}?secret=1`, undefined, QUICK).catch(
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ tag: 'StoreUnreadable' });
    expect(error).toMatchObject({ reason: expect.stringMatching(reason) as string });
  });

  it('that refuses a chunk makes its array unreadable, and says which URL', async () => {
    const server = await serve((request, response) => {
      if (!/\/X\/data\/c\//u.test(request.url ?? '')) return false;
      response.writeHead(403).end();
      return true;
    });
    const store = await openUrl(`${server.url}/${URL_V3}`, undefined, QUICK);
    const data = await arrayAt(store.root, 'X/data');
    await expect(data.read(0, 1)).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      elem: 'X/data',
      reason: `${server.url}/${URL_V3}/X/data/c/0 answers with status 403`,
    });
  });

  it('may lead elsewhere, but to HTTP alone', async () => {
    const target = await serve();
    const server = await serve((request, response) => {
      response.writeHead(302, { location: target.url + (request.url ?? '') }).end();
      return true;
    });
    const store = await openUrl(`${server.url}/${URL_V3}`, undefined, QUICK);
    expect(await store.root.has('X')).toBe(true);
    for (const location of [`file://${at(URL_V3)}/zarr.json`, '/again']) {
      const bad = await serve((_request, response) => {
        response.writeHead(302, { location }).end();
        return true;
      });
      await expect(openUrl(`${bad.url}/${URL_V3}`, undefined, QUICK)).rejects.toMatchObject({
        tag: 'StoreUnreadable',
        reason: expect.stringContaining('leads') as string,
      });
    }
  });

  it('that is silent is given up, and a cancelled read at once', async () => {
    const server = await serve(() => true);
    const url = `${server.url}/${URL_V3}`;
    await expect(
      openUrl(url, undefined, { attempts: 2, delay: 1, timeout: 50 }),
    ).rejects.toMatchObject({
      reason: expect.stringContaining('does not answer in time') as string,
    });
    const files = await serve((request) => /\/c\//u.test(request.url ?? ''));
    const store = await openUrl(`${files.url}/${URL_V3}`, undefined, QUICK);
    const controller = new AbortController();
    const read = (await arrayAt(store.root, 'X/data')).read(0, 1, controller.signal);
    controller.abort();
    await expect(read).rejects.toMatchObject({ tag: 'Cancelled' });
  });

  it('without ranges serves chunks, but no shards', async () => {
    const server = await serve((request) => {
      delete request.headers.range;
      return false;
    });
    const store = await openUrl(`${server.url}/${URL_V3}`, undefined, QUICK);
    expect(await (await arrayAt(store.root, 'X/data')).read(0, 1)).toBeDefined();
    await expect((await arrayAt(store.root, 'obsm/sharded')).read(0, 1)).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      reason: expect.stringContaining('does not serve parts of files') as string,
    });
  });

  it('has no store, or one that cannot be read from there', async () => {
    const server = await serve();
    await cp(
      path.resolve(import.meta.dirname, '../goldens/data/h5ad_gzip_outer/in0.h5ad'),
      at('a'),
    );
    await expect(openUrl(`${server.url}/none.zarr`, undefined, QUICK)).rejects.toMatchObject({
      tag: 'StoreNotFound',
    });
    for (const name of ['a', 'b.h5ad']) {
      await expect(openUrl(`${server.url}/${name}`, undefined, QUICK)).rejects.toMatchObject({
        tag: 'StoreUnreadable',
        reason: expect.stringContaining('download it') as string,
      });
    }
    await expect(openStore('http://user:secret@127.0.0.1/a.zarr')).rejects.toMatchObject({
      tag: 'StoreUnreadable',
      reason: 'a URL must not hold a password',
    });
    await expect(openStore('https://')).rejects.toMatchObject({ reason: 'it is no URL' });
  });

  it('tells by its metadata when a store has changed', async () => {
    const server = await serve();
    for (const name of ['consolidated-v2.zarr', 'consolidated-v3.zarr', 'folder-v3.zip']) {
      const url = `${server.url}/${name}`;
      const before = await storeStat(url);
      expect(await storeStat(url)).toEqual(before);
      expect(before).toMatchObject({ realPath: url });
      const document = name.endsWith('v2.zarr') ? '.zmetadata' : 'zarr.json';
      const file = name.endsWith('.zip') ? at(name) : path.join(at(name), document);
      const content = await readFile(file);
      await writeFile(file, Buffer.concat([content, Buffer.from(' ')]));
      expect((await storeStat(url)).digest).not.toBe(before.digest);
      await writeFile(file, content);
    }
    await expect(storeStat(`${server.url}/nothing.zarr`)).rejects.toMatchObject({
      tag: 'StoreNotFound',
    });
  });
});
