import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requestSchema } from '../../../shared/options.ts';
import { toFailure } from '../../errors.ts';
import { prepareConcat } from '../../index.ts';
import { flipBit } from '../../../../test/support/flip-bit.ts';

const DATA = path.resolve(import.meta.dirname, '../../../../media/sample');

let folder = '';
let inputs: readonly string[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'change-'));
  inputs = ['pbmc_part1.h5ad', 'pbmc_part3.zarr'].map((name) => path.join(folder, name));
  for (const input of inputs) {
    fs.cpSync(path.join(DATA, path.basename(input)), input, { recursive: true });
  }
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const [H5AD, ZARR] = [0, 1];
const CHANGES: Readonly<Record<string, (input: string) => void>> = {
  'is written to': (input) => {
    fs.utimesSync(input, new Date(), new Date());
  },
  grows: (input) => {
    fs.appendFileSync(input, 'x');
  },
  'gets another header': (input) => {
    flipBit(input, 12);
  },
  'gets a file': (input) => {
    fs.writeFileSync(path.join(input, 'new'), '');
  },
  'goes away': (input) => {
    fs.renameSync(input, `${input}.away`);
  },
};

it.each([
  ['is written to', H5AD, 'write', 'PlanStale'],
  ['grows', H5AD, 'verify', 'PlanStale'],
  ['gets another header', H5AD, 'write', 'PlanStale'],
  ['goes away', H5AD, 'write', 'StoreNotFound'],
  ['gets a file', ZARR, 'write', 'PlanStale'],
  ['goes away', ZARR, 'write', 'StoreNotFound'],
  ['goes away', ZARR, 'verify', 'StoreNotFound'],
] as const)(
  'an input that %s (%i, while we %s) fails the run',
  async (how, position, phase, tag) => {
    const output = path.join(folder, 'o.h5ad');
    const request = requestSchema.parse({
      inputs: inputs.map((input) => ({ path: input })),
      output,
      options: {},
    });
    const input = inputs[position] ?? '';
    const prepared = await prepareConcat(request);
    let isChanged = false;
    const onProgress = (progress: { readonly phase: string }) => {
      if (isChanged || progress.phase !== phase) return;
      isChanged = true;
      CHANGES[how]?.(input);
    };
    const outcome = await prepared.run({ onProgress }).catch(toFailure);
    expect(outcome).toMatchObject({ tag, path: input });
    await prepared.close();
    expect(isChanged).toBe(true);
    const left = fs.readdirSync(folder).filter((name) => name.includes('o.h5ad'));
    expect(left).toEqual([]);
  },
);
