import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { build, type Build } from './build.ts';

/** Builds once for the tests of a file. */
export function useBuild(): Omit<Build, 'remove'> {
  let built: Build | undefined;
  beforeAll(async () => {
    built = await build();
  });
  afterAll(() => built?.remove());
  const made = (): Build => {
    if (built === undefined) throw new Error('nothing is built before the first test');
    return built;
  };
  return {
    get cli() {
      return made().cli;
    },
    get engine() {
      return made().engine;
    },
    get job() {
      return made().job;
    },
  };
}

/** An empty folder for each test of a file. */
export function useFolder(prefix: string): { readonly path: string } {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), prefix));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return {
    get path() {
      return folder;
    },
  };
}
