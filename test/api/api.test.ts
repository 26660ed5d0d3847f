import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PART_1, PART_2 } from '../support/samples.ts';
import { run } from '../support/tool.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
let folder: string;
const installed = (...names: readonly string[]): string =>
  path.join(folder, 'node_modules/anndata-concat', ...names);

/** The package, as it is found by a program in `folder`. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'api-'));
  await mkdir(installed(), { recursive: true });
  const args = [path.join(ROOT, 'esbuild.mjs'), '--outdir', installed('dist'), 'api'];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  await cp(path.join(ROOT, 'package.json'), installed('package.json'));
  await copyFile(PART_1, path.join(folder, 'a.h5ad'));
  await copyFile(PART_2, path.join(folder, 'b.h5ad'));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('has just the names and types that are agreed on', async () => {
  const surface = await readFile(installed('dist/api.d.ts'), 'utf8');
  await expect(surface).toMatchFileSnapshot('surface.txt');
});

it('does what its documentation shows', async () => {
  const text = await readFile(path.join(ROOT, 'docs/api.md'), 'utf8');
  const example = /```js\n([\s\S]*?)```/u.exec(text)?.[1] ?? '';
  await writeFile(path.join(folder, 'example.mjs'), example);
  const { code, stdout, stderr } = await run(path.join(folder, 'example.mjs'), [], { cwd: folder });
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^X \w+ [\w-]+$/mu);
  expect(stdout).toMatch(/^467 × 730, \d+ bytes$/mu);
  expect(stderr).toMatch(/^write \d+ \d+$/mu);
  expect(await readdir(folder)).toContain('both.h5ad');
});
