import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openStore } from '../../src/core/store/open.ts';
import { python } from '../python.ts';
import { formatsTable } from '../support/formats-table.ts';
import { arrayAt, describeNode, hashOf, readInSteps, rowsOf } from './describe.ts';

const expectedSchema = z.object({
  stores: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ dtype: z.string(), hash: z.string() })),
  ),
  /** Which row of docs/formats.md a case belongs to. */
  rows: z.record(z.string(), z.record(z.string(), z.string())),
});

let folder: string;
let expected: z.infer<typeof expectedSchema>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'codecs-')));
  await python(path.join(import.meta.dirname, 'make-zarr-codecs.py'), [folder]);
  const json: unknown = JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8'));
  expected = expectedSchema.parse(json);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each([
  ['codecs-v2.zarr', 'zarr2'],
  ['codecs-v3.zarr', 'zarr3'],
])('%s', (name, format) => {
  it('gives the values that Python gives, or refuses by name, as docs/formats.md says', async () => {
    const table = await formatsTable('Zarr codecs and layouts');
    const store = await openStore(path.join(folder, name));
    const rows = new Map(Object.entries(expected.rows[name] ?? {}));
    const cells = new Map<string, string>();
    for (const [at, { dtype, hash }] of Object.entries(expected.stores[name] ?? {})) {
      const row = rows.get(at) ?? '';
      const node = await arrayAt(store.root, at);
      const says = table.get(row)?.get(`${format} read`);
      const outcome = await valuesOf(at, row, node, dtype, hash);
      expect.soft(outcome, at).toBe(says);
      cells.set(row, outcome);
    }
    const promised = [...table].filter(([, cell]) => cell.get(`${format} read`) !== '–');
    expect([...cells.keys()].sort()).toEqual(promised.map(([row]) => row).sort());
    await store.close();
  });
});

/** `yes` when the values are right, `refused` when the error or the dtype names what is the matter. */
async function valuesOf(
  at: string,
  row: string,
  node: Awaited<ReturnType<typeof arrayAt>>,
  dtype: string,
  hash: string,
): Promise<string> {
  if (node.dtype.kind === 'opaque') return node.dtype.name === row ? 'refused' : 'opaque';
  try {
    for (const step of [Infinity, Math.ceil(rowsOf(node) / 4)]) {
      if (hashOf(await readInSteps(node, step)) !== hash) return `other values in ${at}`;
    }
  } catch (error) {
    expect(error).toMatchObject({ tag: 'ElemUnreadable', elem: at });
    return String(error).includes(`«${row}»`) ? 'refused' : String(error);
  }
  expect(await describeNode(node)).toMatchObject({ dtype });
  return 'yes';
}
