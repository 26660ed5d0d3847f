import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsSchema, type OptionsInput } from '../../../shared/options.ts';
import { toFailure } from '../../errors.ts';
import { prepareConcat } from '../../index.ts';
import { bytesOf } from '../../store/dtype.ts';
import { openStore } from '../../store/open.ts';
import { nodeAt } from '../inputs.ts';
import { parseSibling } from '../partial/names.ts';
import { flipBit } from '../../../../test/support/flip-bit.ts';

const DATA = path.resolve(import.meta.dirname, '../../../../media/sample');
/** Together they have an X of which fast looks at some rows only. */
const NAMES = ['first.h5ad', 'second.h5ad', 'third.h5ad'];
let folder = '';
/** What each input is at the beginning of a run. */
let original = '';
let inputs: readonly string[] = [];
const optionsOf = (options: OptionsInput) =>
  optionsSchema.parse({ join: 'outer', label: 'batch', compression: 'none', ...options });

beforeAll(async () => {
  const place = fs.mkdtempSync(path.join(tmpdir(), 'meanwhile-'));
  folder = path.join(place, 'run');
  fs.mkdirSync(folder);
  inputs = NAMES.map((name) => path.join(folder, name));
  original = path.join(place, 'original.h5ad');
  // Without compression, a value is some bytes of a file.
  const prepared = await prepareConcat({
    inputs: [{ path: path.join(DATA, 'pbmc_part1.h5ad'), key: null }],
    output: original,
    options: optionsOf({ verify: 'off' }),
  });
  await prepared.run();
  await prepared.close();
  // A time that can be set again to the nanosecond.
  fs.utimesSync(original, 1_000_000_000, 1_000_000_000);
});
afterAll(() => {
  fs.rmSync(path.dirname(folder), { recursive: true });
});

/**
 * Concatenates the samples, and has something happen once all is written and nothing checked.
 * @param meanwhile gets where the result is before it is put in place
 * @returns the failure, or the result; without one, nothing is left
 */
async function runWith(
  name: string,
  options: OptionsInput,
  meanwhile: (temporary: string) => void,
): Promise<object> {
  for (const input of inputs) fs.cpSync(original, input, { preserveTimestamps: true });
  const output = path.join(folder, name);
  fs.rmSync(output, { recursive: true, force: true });
  const prepared = await prepareConcat({
    inputs: inputs.map((input) => ({ path: input, key: null })),
    output,
    options: optionsOf(options),
  });
  let isDone = false;
  const onProgress = ({ phase }: { readonly phase: string }): void => {
    if (isDone || phase !== 'verify') return;
    isDone = true;
    const temporary = fs
      .readdirSync(folder)
      .flatMap((entry) => parseSibling(folder, entry)?.store ?? [])[0];
    meanwhile(temporary ?? '');
  };
  const end = await prepared.run({ onProgress }).catch(toFailure);
  await prepared.close();
  expect(isDone).toBe(true);
  const left = fs.readdirSync(folder).filter((entry) => !NAMES.includes(entry));
  expect(left).toEqual('tag' in end ? [] : [name]);
  return end;
}

/** Where the bytes of a row are in a file of this format whose values are not compressed. */
async function placeOf(store: string, elem: string, row: number): Promise<number> {
  const opened = await openStore(store);
  const node = await nodeAt(opened, elem);
  if (node.kind === 'group') throw new Error('a group has no values');
  const [rows = 0] = node.shape ?? [];
  const at = row < 0 ? rows + row : row;
  const start = Math.max(0, Math.min(at, rows - 32));
  const around = await node.read(start, start + 32);
  await opened.close();
  if (around.kind !== 'numeric') throw new Error('texts are elsewhere');
  const bytes = bytesOf(around.values);
  const content = fs.readFileSync(store);
  const found = row < 0 ? content.lastIndexOf(bytes) : content.indexOf(bytes);
  expect(found).toBeGreaterThan(0);
  return found + (at - start) * (bytes.length / 32);
}

const mismatch = (name: string, elem: string, reason: RegExp) => ({
  tag: 'OutputMismatch',
  path: path.join(folder, name),
  elem,
  reason: expect.stringMatching(reason) as unknown,
});

describe('bytes of the result that change before it is checked', () => {
  const reference = (): string => `${folder}.h5ad`;
  beforeAll(async () => {
    await runWith('o.h5ad', { verify: 'off' }, () => undefined);
    fs.renameSync(path.join(folder, 'o.h5ad'), reference());
  });

  it.each([
    ['fast', 'X/data', 0, /^rows \d+ to \d+ are not those that were written$/u],
    ['fast', 'X/data', -1, /^rows \d+ to \d+ are not those that were written$/u],
    ['fast', 'X/indices', 0, /^rows \d+ to \d+ are not those that were written$/u],
    ['fast', 'X/indptr', 3, /^rows \d+ to \d+ are not those that were written$/u],
    ['fast', 'X', -1, /^\d+ entries where /u],
    ['fast', 'obs/n_counts', 100, /^rows \d+ to \d+ are not those that were written$/u],
    ['fast', 'obsm/X_pca', 200, /^rows \d+ to \d+ are not those that were written$/u],
    ['full', 'X/data', 12_345, /^the values differ from row 12345 on$/u],
    ['full', 'X/indices', -1, /^the values differ from row \d+ on$/u],
    ['full', 'X/indptr', 3, /^the values differ from row 3 on$/u],
    ['full', 'obs/n_counts', 100, /^the values differ from row 100 on$/u],
    ['full', 'obs/n_genes', 230, /^the values differ from row 230 on$/u],
    ['full', 'obsm/X_pca', 200, /^the values differ from row 200 on$/u],
  ] as const)('are found by %s in %s at %d', async (verify, elem, row, reason) => {
    // The same inputs and options give the same bytes in the same places.
    const at = await placeOf(reference(), elem === 'X' ? 'X/indptr' : elem, row);
    const name = 'o.h5ad';
    const failure = await runWith(name, { verify }, (temporary) => {
      flipBit(temporary, at);
    });
    expect(failure).toMatchObject(mismatch(name, elem, reason));
  });
});

const CHANGES: Readonly<Record<string, (store: string) => void>> = {
  'an element that is gone': (store) => {
    fs.rmSync(path.join(store, 'obsm'), { recursive: true });
  },
  'an element too many': (store) => {
    fs.cpSync(path.join(store, 'obsm'), path.join(store, 'uns/more'), { recursive: true });
  },
  'another length': (store) => {
    edit(path.join(store, 'obs/n_counts/zarr.json'), /"shape":\s*\[702\]/u, '"shape":[701]');
  },
  'another encoding': (store) => {
    edit(path.join(store, 'layers/zarr.json'), /"dict"/u, '"raw"');
  },
};
function edit(file: string, what: RegExp, by: string): void {
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toMatch(what);
  fs.writeFileSync(file, text.replace(what, by));
}

it.each(
  (['fast', 'full'] as const).flatMap((verify) => [
    [verify, 'an element that is gone', 'obsm'] as const,
    [verify, 'an element too many', 'uns'] as const,
    [verify, 'another length', 'obs/n_counts'] as const,
    [verify, 'another encoding', 'layers'] as const,
  ]),
)('%s finds %s in a folder of Zarr', async (verify, change, elem) => {
  const name = 'o.zarr';
  const failure = await runWith(name, { verify }, (temporary) => {
    CHANGES[change]?.(temporary);
  });
  expect(failure).toMatchObject(mismatch(name, elem, /./u));
});

it.each([
  ['fast', 'the last row', -1, 'X', /^row 701 is not that of its input$/u],
  ['full', 'any row', 40_000, 'X/data', /^the values differ from row 132750 on$/u],
] as const)(
  '%s finds that %s is not that of its input, though all is as it was written',
  async (verify, _, row, elem, reason) => {
    const at = await placeOf(original, 'X/data', row);
    const failure = await runWith('o.h5ad', { verify }, () => {
      flipBit(inputs[2] ?? '', at);
    });
    expect(failure).toMatchObject(mismatch('o.h5ad', elem, reason));
  },
);
