import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareConcat, type PreparedConcat, verifyStore } from '../../index.ts';
import { bytesOf } from '../../store/dtype.ts';
import { openStore } from '../../store/open.ts';
import { optionsSchema, type OptionsInput } from '../../../shared/options.ts';
import { nodeAt } from '../inputs.ts';

const DATA = path.resolve(import.meta.dirname, '../../../../media/sample');
const INPUTS = ['pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr'].map((name) => ({
  path: path.join(DATA, name),
  key: null,
}));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verify-'));
});
afterAll(() => rm(folder, { recursive: true }));

const prepare = (output: string, options: OptionsInput = {}): Promise<PreparedConcat> =>
  prepareConcat({
    inputs: INPUTS,
    output,
    options: optionsSchema.parse({
      join: 'outer',
      merge: 'first',
      pairwise: true,
      label: 'batch',
      compression: 'none',
      ...options,
    }),
  });

/** Writes the result of the samples, and gives it to `action`. */
async function withResult(
  name: string,
  action: (output: string, prepared: PreparedConcat) => Promise<void>,
  options: OptionsInput = {},
): Promise<void> {
  const output = path.join(folder, name);
  const prepared = await prepare(output, options);
  try {
    await prepared.run();
    await action(output, prepared);
  } finally {
    await prepared.close();
  }
}

/** Changes one bit of a value of an array that is not compressed. */
async function garble(store: string, elem: string, row: number): Promise<void> {
  const opened = await openStore(store);
  const node = await nodeAt(opened, elem);
  if (node.kind === 'group') throw new Error('a group has no values');
  const around = await node.read(row, row + 32);
  await opened.close();
  const bytes = around.kind === 'numeric' ? bytesOf(around.values) : around.values.bytes;
  const content = await readFile(store);
  const at = content.indexOf(bytes);
  expect(at).toBeGreaterThan(0);
  content[at] = (content[at] ?? 0) ^ 1;
  await writeFile(store, content);
}

describe('verify', () => {
  it.each(['off', 'fast', 'full'] as const)('%s accepts what was written', async (verify) => {
    await withResult(
      `${verify}.h5ad`,
      async (output, prepared) => {
        await verifyStore(output, prepared.plan, { full: false });
        await verifyStore(output, prepared.plan, { full: true });
      },
      { verify },
    );
  });

  it('accepts a fill value that fills nothing', async () => {
    const prepared = await prepareConcat({
      inputs: INPUTS.slice(0, 1),
      output: path.join(folder, 'filled.h5ad'),
      options: optionsSchema.parse({ join: 'outer', fillValue: '1.5' }),
    });
    try {
      await expect(prepared.run()).resolves.toMatchObject({ nVars: 600 });
    } finally {
      await prepared.close();
    }
  });

  it.each([
    ['X/data', 20_000],
    ['X/indices', 20_000],
    ['X/indptr', 100],
    ['obsm/X_pca', 300],
    ['obsp/distances/data', 300],
    ['obs/louvain/codes', 400],
    ['obs/n_genes', 100],
    ['varm/PCs', 100],
    ['raw/X/data', 30_000],
  ])('full finds a changed bit of %s', async (elem, row) => {
    await withResult('garbled.h5ad', async (output, prepared) => {
      await garble(output, elem, row);
      await verifyStore(output, prepared.plan, { full: false });
      await expect(verifyStore(output, prepared.plan, { full: true })).rejects.toMatchObject({
        tag: 'OutputMismatch',
        path: output,
        elem,
        reason: expect.stringMatching(/^the values differ from row \d+ on$/u) as unknown,
      });
    });
    await rm(path.join(folder, 'garbled.h5ad'));
  });
});
