import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';
import { formatsTable } from '../support/formats-table.ts';
import { codecsOf } from './written-ways.ts';

const SCRIPT = path.join(import.meta.dirname, 'written-codecs.py');
const FORMATS = ['h5ad', 'zarr2', 'zarr3'] as const;
type Format = (typeof FORMATS)[number];
/** Rows of the table, and how they come about. */
const ROWS = [
  { row: 'none', compression: 'none', input: 'gzip.h5ad' },
  { row: 'auto, of inputs without', compression: 'auto', input: 'none.h5ad' },
  { row: 'auto, of gzip', compression: 'auto', input: 'gzip.h5ad' },
  { row: 'auto, of lzf', compression: 'auto', input: 'lzf.h5ad' },
  { row: 'auto, of blosc', compression: 'auto', input: 'blosc.zarr' },
  { row: 'gzip', compression: 'gzip', input: 'blosc.zarr' },
  { row: 'gzip:1', compression: 'gzip:1', input: 'none.h5ad' },
  { row: 'zstd', compression: 'zstd', input: 'gzip.h5ad' },
  { row: 'zstd:1', compression: 'zstd:1', input: 'none.h5ad' },
] as const;
/** Rows of the table of arrays. */
const ARRAYS = {
  'matrices of integers': ['layers/counts', 'X/indices'],
  'columns of integers': ['obs/n'],
  'floats of few distinct values': ['X/data'],
  'other floats': ['obsm/pca'],
  text: ['obs/text', 'obs/_index'],
  'indptr, and what is copied in uns': ['X/indptr', 'uns/values'],
} as const;

let folder = '';
const refusals = new Map<string, unknown>();
let stored: Awaited<ReturnType<typeof codecsOf>> = {};
const outputOf = (row: string, format: Format): string =>
  path.join(folder, `${row.replace(':', ' ')} ${format}.${format === 'h5ad' ? format : 'zarr'}`);
/** As the tables have it. */
const named = (codecs: string | undefined): string | undefined => (codecs === '' ? '–' : codecs);
const codecsIn = (row: string, format: Format): Readonly<Record<string, string>> =>
  stored[outputOf(row, format)] ?? {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'written-codecs-'));
  await python(SCRIPT, ['write', folder]);
  const done: string[] = [];
  const kept = { merge: 'first', uns_merge: 'first' };
  for (const { row, compression, input } of ROWS) {
    for (const format of FORMATS) {
      const output = outputOf(row, format);
      const own = { format, compression };
      const outcome = await concatenate([path.join(folder, input)], output, kept, own);
      if (outcome.kind === 'done') done.push(output);
      else refusals.set(output, outcome);
    }
  }
  stored = await codecsOf(done);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(FORMATS)('%s', (format) => {
  it('compresses as the table says, by the option and the inputs', async () => {
    const table = await formatsTable('Compression of what is written');
    expect([...table.keys()]).toEqual(ROWS.map(({ row }) => row));
    for (const { row } of ROWS) {
      const cell = table.get(row)?.get(format);
      const refusal = { kind: 'refused', findings: [{ code: 'C009' }] };
      if (cell === 'refused') expect(refusals.get(outputOf(row, format))).toMatchObject(refusal);
      else expect(named(codecsIn(row, format)['obs/n'])?.replace('shuffle, ', ''), row).toBe(cell);
    }
  });

  it('stores each kind of array as the table says', async () => {
    const table = await formatsTable('Arrays of what is written');
    expect([...table.keys()]).toEqual([...Object.keys(ARRAYS), 'consolidated metadata']);
    const codecs = codecsIn('gzip', format);
    for (const [row, arrays] of Object.entries(ARRAYS)) {
      for (const array of arrays) {
        expect(named(codecs[array])?.replaceAll(':4', ''), `${row}: ${array}`).toBe(
          table.get(row)?.get(format),
        );
      }
    }
    const consolidated = table.get('consolidated metadata')?.get(format);
    expect(codecs['consolidated'] ?? '–').toBe(consolidated);
  });
});
