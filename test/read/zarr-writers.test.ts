import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { openStore } from '../../src/core/store/open.ts';
import { arrayAt, describeNode, hashOf, readInSteps, rowsOf } from './describe.ts';
import { madeBy } from './made.ts';

const at = madeBy('make-zarr-writers.py');
const expectedSchema = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ dtype: z.string(), hash: z.string() })),
);

it.each([
  ['tensorstore', 2],
  ['tensorstore', 3],
  ['zarrs', 3],
])('gives the values that %s wrote in version %d', async (writer, version) => {
  const name = `${writer}-v${version}.zarr`;
  const json: unknown = JSON.parse(await readFile(at('expected.json'), 'utf8'));
  const arrays = Object.entries(expectedSchema.parse(json)[name] ?? {});
  expect(arrays.length).toBeGreaterThan(40);
  const store = await openStore(at(name));
  for (const [path, { dtype, hash }] of arrays) {
    const array = await arrayAt(store.root, path);
    expect.soft(await describeNode(array), path).toMatchObject({ dtype });
    for (const step of [Infinity, Math.ceil(rowsOf(array) / 4)])
      expect.soft(hashOf(await readInSteps(array, step)), path).toBe(hash);
  }
  await store.close();
});
