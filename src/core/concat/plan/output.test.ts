import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OptionsInput, requestSchema, type StoreFormat } from '../../../shared/options.ts';
import { createZarr } from '../../store/zarr/write/sink.ts';
import { Findings } from './findings.ts';
import { checkNames } from './names.ts';
import { checkOutput, outputFormat } from './output.ts';

let folder = '';
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'output-')));
});
afterEach(() => rm(folder, { recursive: true }));

const requestOf = (output: string, options: OptionsInput = {}) =>
  requestSchema.parse({ inputs: [], output, options });

async function codesOf(
  output: string,
  options: OptionsInput = {},
  inputs: readonly string[] = [],
  format: StoreFormat = 'zarr3',
): Promise<readonly string[]> {
  const findings = new Findings();
  const given = inputs.map((input) => ({ path: input, realPath: input }));
  await checkOutput(requestOf(output, options), format, given, findings);
  return findings.sorted.map(({ code }) => code);
}

async function zarrAt(place: string): Promise<void> {
  const sink = await createZarr(place, 3);
  await sink.finish();
  await sink.close();
}

const inputs = (...formats: readonly StoreFormat[]) => formats.map((format) => ({ format }));

it.each([
  ['o.h5ad', null, inputs('zarr3'), 'h5ad'],
  ['o', null, inputs('zarr3'), 'h5ad'],
  ['o.zarr', null, inputs('h5ad', 'zarr2'), 'zarr3'],
  ['o.zarr', null, inputs('zarr2', 'zarr2'), 'zarr2'],
  ['o.zarr', null, [], 'zarr3'],
  ['o.zarr', 'zarr3', inputs('zarr2'), 'zarr3'],
  ['o.h5ad', 'zarr2', inputs('h5ad'), 'zarr2'],
] as const)('the format of %s, with %s, after %j is %s', (output, format, given, expected) => {
  expect(outputFormat(requestOf(output, { format }), given)).toBe(expected);
});

it('takes a place where nothing is', async () => {
  expect(await codesOf(path.join(folder, 'out.zarr'))).toEqual([]);
});

it('refuses a place inside of an input, though nothing is there yet', async () => {
  const input = path.join(folder, 'in.zarr');
  await zarrAt(input);
  expect(await codesOf(path.join(input, 'out.zarr'), {}, [input])).toEqual(['C003']);
  const link = path.join(folder, 'link');
  await symlink(input, link);
  expect(await codesOf(path.join(link, 'out.h5ad'), {}, [input])).toEqual(['C003']);
  expect(await codesOf(path.join(folder, 'in.zarr.zarr'), {}, [input])).toEqual([]);
});

it('refuses an input, and what holds one', async () => {
  const input = path.join(folder, 'outer.zarr', 'in.zarr');
  await zarrAt(path.dirname(input));
  await zarrAt(input);
  const options = { overwrite: true };
  expect(await codesOf(input, options, [input])).toEqual(['C003']);
  expect(await codesOf(path.dirname(input), options, [input])).toEqual(['C003']);
});

it('replaces a store when that is asked for, and never another folder', async () => {
  const store = path.join(folder, 'out.zarr');
  await zarrAt(store);
  expect(await codesOf(store)).toEqual(['C004']);
  expect(await codesOf(store, { overwrite: true })).toEqual([]);
  const other = path.join(folder, 'thesis.zarr');
  await mkdir(other);
  await writeFile(path.join(other, 'chapter'), '1');
  expect(await codesOf(other, { overwrite: true })).toEqual(['C008']);
});

it('refuses zstd where not every reader has it', async () => {
  const output = path.join(folder, 'out');
  expect(await codesOf(output, { compression: 'zstd:5' }, [], 'h5ad')).toEqual(['C009']);
  expect(await codesOf(output, { compression: 'zstd:5' }, [], 'zarr2')).toEqual([]);
});

it('refuses names that the format cannot hold', () => {
  const elem = (elemPath: string, action: 'create' | 'drop' = 'create') => ({
    path: elemPath,
    encoding: 'array',
    dtype: null,
    shape: null,
    action,
    why: 'in-all' as const,
    sources: [],
    categories: null,
    ordered: null,
    bytes: 0,
  });
  const elems = [elem(''), elem('obs/% mito'), elem('obs/zarr.json'), elem('uns/a\\b', 'drop')];
  const codesIn = (format: StoreFormat): unknown => {
    const findings = new Findings();
    checkNames(elems, format, findings);
    return findings.sorted.map(({ code, elem: where }) => [code, where]);
  };
  expect(codesIn('zarr3')).toEqual([['C037', 'obs/zarr.json']]);
  expect(codesIn('h5ad')).toEqual([]);
});
