import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { openUrl } from '../../src/core/store/open-url.ts';
import { storeStat } from '../../src/core/store/stat.ts';
import { arrayAt } from './describe.ts';
import { madeSources } from './made.ts';

const QUICK = { attempts: 3, delay: 1, timeout: 10_000 };
const { at, serve } = madeSources();

const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

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
    expect(error).toMatchObject({ reason: matching(reason) });
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
        reason: containing('leads'),
      });
    }
  });

  it('that is silent is given up, and a cancelled read at once', async () => {
    const server = await serve(() => true);
    const url = `${server.url}/${URL_V3}`;
    await expect(
      openUrl(url, undefined, { attempts: 2, delay: 1, timeout: 50 }),
    ).rejects.toMatchObject({
      reason: containing('does not answer in time'),
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
      reason: containing('does not serve parts of files'),
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
        reason: containing('download it'),
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
