import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const script = path.join(import.meta.dirname, 'no-objects.py');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'no-objects-'));
  await python(script, ['make', folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('writes booleans without values that a fill value makes objects as anndata does', async () => {
  const inputs = ['bools', 'other'].map((name) => path.join(folder, `${name}.h5ad`));
  const options = { join: 'outer', merge: 'first', fill_value: 3 };
  for (const output of ['out.h5ad', 'out.zarr']) {
    const outcome = await concatenate(inputs, path.join(folder, output), options);
    expect(outcome).toMatchObject({ kind: 'done' });
  }
  expect(await python(script, ['compare', folder])).toBe('equal\n');
});
