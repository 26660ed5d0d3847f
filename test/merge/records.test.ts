import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoreFormat } from '../../src/shared/options.ts';
import { python } from '../python.ts';
import { concatenate, type Outcome } from '../support/concatenate.ts';

const SCRIPT = path.join(import.meta.dirname, 'records.py');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'records-'));
  await python(SCRIPT, ['make', folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const join = (names: readonly string[], format: StoreFormat): Promise<Outcome> => {
  const extension = format === 'h5ad' ? 'h5ad' : 'zarr';
  const output = at(`${names.join()}-${format}.${extension}`);
  const inputs = names.map((name) => at(`${name}.h5ad`));
  return concatenate(inputs, output, { join: 'outer', uns_merge: 'first' }, { format });
};
const ask = async (command: string, ...stores: readonly string[]): Promise<unknown> =>
  JSON.parse(await python(SCRIPT, [command, ...stores.map(at)]));

const rows = [
  [1, 2.5],
  [-3, 1e9],
];

it('writes big-endian records and matrices little-endian, with the same values', async () => {
  const X = { dtype: '>f4', rows: [[1]] };
  expect(await ask('show', 'big.h5ad')).toEqual({ dtypes: ['>i4', '>f8'], rows, X });
  expect(await join(['big'], 'h5ad')).toMatchObject({ kind: 'done' });
  const written = { dtypes: ['<i4', '<f8'], rows, X: { ...X, dtype: '<f4' } };
  expect(await ask('show', 'big-h5ad.h5ad')).toEqual(written);
});

it('aligns big-endian matrices, where anndata fails', async () => {
  expect(await ask('outer', 'big.h5ad', 'plain.h5ad')).toMatch('Big-endian buffer not supported');
  expect(await join(['big', 'plain'], 'h5ad')).toMatchObject({ kind: 'done' });
  const X = {
    dtype: '<f4',
    rows: [
      [-1, 1],
      [1, -1],
    ],
  };
  expect(await ask('show', 'big,plain-h5ad.h5ad')).toMatchObject({ X });
});

it.each([
  ['plain', 'zarr2', 'done'],
  ['plain', 'zarr3', 'done'],
  ['lists', 'h5ad', 'done'],
  ['lists', 'zarr2', 'refused'],
  ['lists', 'zarr3', 'refused'],
  ['nested', 'h5ad', 'done'],
  ['nested', 'zarr2', 'refused'],
  ['nested', 'zarr3', 'done'],
  ['nested lists', 'zarr3', 'refused'],
  ['references', 'h5ad', 'refused'],
  ['lists of any length', 'h5ad', 'refused'],
] as const)('records, %s, as %s are %s', async (name, format, kind) => {
  const outcome = await join([name], format);
  expect(outcome).toMatchObject({ kind });
  if (outcome.kind === 'refused') {
    expect(outcome.findings).toMatchObject([{ code: 'C031', elem: 'uns/n' }]);
  }
});
