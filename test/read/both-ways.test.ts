import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { python } from '../python.ts';
import { expectSameBothWays } from './both-ways.ts';

const TESTS = path.resolve(import.meta.dirname, '..');

let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'both-ways-')));
  const unpack = ['unpack', path.join(TESTS, 'data/legacy'), folder];
  await python(path.join(TESTS, 'generations/legacy.py'), unpack);
});
afterAll(() => rm(folder, { recursive: true }));

/** All HDF5 files below a folder. */
async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.h5(?:ad)?$/u.test(entry.name));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

it.each([
  ['inputs and results of the goldens', () => path.join(TESTS, 'goldens/data'), 200],
  ['files of old versions of anndata', () => folder, 28],
  ['every filter', () => path.join(TESTS, 'data'), 1],
] as const)(
  'reads the same straight from the file and through the library: %s',
  async (_, root, least) => {
    const files = await filesBelow(root());
    expect(files.length).toBeGreaterThanOrEqual(least);
    for (const file of files) expect(await expectSameBothWays(file), file).toBeGreaterThan(10);
  },
);
