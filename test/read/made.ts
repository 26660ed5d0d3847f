import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import type { GroupNode, Store } from '../../src/core/store/store.ts';
import { python } from '../python.ts';
import { serveFiles, type Answer, type FileServer } from '../support/file-server.ts';

/** Gives the place of a file that a script beside this module has made, as long as the tests of a file last. */
export function madeBy(script: string): (name: string) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-')));
    await python(path.join(import.meta.dirname, script), [folder]);
  });
  afterAll(() => rm(folder, { recursive: true }));
  return (name) => path.join(folder, name);
}

export interface MadeHdf5 {
  readonly at: (name: string) => string;
  /** The root of a file that stays open until all tests have run. */
  readonly rootOf: (name: string, direct?: boolean) => Promise<GroupNode>;
}

/** HDF5 files for the tests of a file. */
export function madeHdf5(script: string): MadeHdf5 {
  const at = madeBy(script);
  const stores: Store[] = [];
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });
  const rootOf = async (name: string, direct = true): Promise<GroupNode> => {
    const store = await openHdf5(at(name), at(name), { direct });
    stores.push(store);
    return store.root;
  };
  return { at, rootOf };
}

export interface MadeSources {
  readonly at: (name: string) => string;
  /** A server of all of them until the test ends. */
  readonly serve: (answer?: Answer) => Promise<FileServer>;
}

/** Zarr stores in folders, archives and on servers for the tests of a file. */
export function madeSources(): MadeSources {
  const at = madeBy('make-sources.py');
  const servers: FileServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const serve = async (answer?: Answer): Promise<FileServer> => {
    const server = await serveFiles(at(''), answer);
    servers.push(server);
    return server;
  };
  return { at, serve };
}
