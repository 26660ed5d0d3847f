import { writeFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatOnDisk, planConcat, PlanRefusedError, UsageInvalidError } from './index.ts';
import { type ConcatOnDiskOptions, type InFiles, parseArguments } from './options.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../media/sample');
const A = path.join(SAMPLES, 'pbmc_part1.h5ad');
const B = path.join(SAMPLES, 'pbmc_part3.zarr');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'api-'));
});
afterAll(() => rm(folder, { recursive: true }));

const requestOf = (inFiles: InFiles, options: ConcatOnDiskOptions = {}) =>
  parseArguments(inFiles, 'o.h5ad', options).request;

describe('arguments', () => {
  it('takes inputs as a list, a record or a map, in their order', () => {
    const keyed = [
      { path: 'a.h5ad', key: 'y' },
      { path: 'b.h5ad', key: '1' },
    ];
    expect(requestOf(['a.h5ad']).inputs).toEqual([{ path: 'a.h5ad', key: null }]);
    expect(
      requestOf(
        new Map([
          ['y', 'a.h5ad'],
          ['1', 'b.h5ad'],
        ]),
      ).inputs,
    ).toEqual(keyed);
    expect(requestOf({ y: 'a.h5ad', 1: 'b.h5ad' }).inputs).toEqual(keyed.toReversed());
  });

  it.each([
    [0, 'obs'],
    [1, 'var'],
    ['obs', 'obs'],
    ['var', 'var'],
    [undefined, 'obs'],
  ] as const)('takes the axis %s for %s', (axis, named) => {
    expect(requestOf(['a'], axis === undefined ? {} : { axis }).options.axis).toBe(named);
  });

  it.each([
    [0, '0'],
    [-0, '-0.0'],
    [1.5, '1.5'],
    [1e21, '1e+21'],
    [7n, '7'],
    ['0.0', '0.0'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
    [null, null],
  ] as const)('takes the fill value %s for %s', (fillValue, text) => {
    expect(requestOf(['a'], { fillValue }).options.fillValue).toBe(text);
  });

  it('refuses what it does not know, before anything is read', async () => {
    const options = { memory: 1, fillValue: 'many' };
    await expect(planConcat(['a.h5ad'], 'o.h5ad', options)).rejects.toThrow(UsageInvalidError);
  });
});

describe('concatOnDisk', () => {
  it('writes, and gives the result and its plan', async () => {
    const output = path.join(folder, 'o.h5ad');
    const phases = new Set<string>();
    const { plan, ...result } = await concatOnDisk({ a: A, b: B }, output, {
      axis: 0,
      merge: (candidates) => candidates[0],
      onProgress: ({ phase }) => phases.add(phase),
    });
    expect(result).toMatchObject({ output, nObs: 467, nVars: 547 });
    expect(plan.functions).toEqual(['merge']);
    expect([...phases]).toEqual(['plan', 'write', 'verify', 'place']);
    await expect(concatOnDisk([A, B], output)).rejects.toThrow(PlanRefusedError);
    await expect(concatOnDisk([A, B], output)).rejects.toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'C004' })]) as unknown,
    });
  });

  it('ends when it is told to, and leaves nothing behind', async () => {
    const before = await readdir(folder);
    const controller = new AbortController();
    const running = concatOnDisk([A, B], path.join(folder, 'cancelled.h5ad'), {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'write') controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(await readdir(folder)).toEqual(before);
  });

  it('discards the output when an input changes meanwhile', async () => {
    const input = path.join(folder, 'in.zarr');
    await cp(B, input, { recursive: true });
    const before = await readdir(folder);
    let isChanged = false;
    const running = concatOnDisk([A, input], path.join(folder, 'stale.h5ad'), {
      onProgress: ({ phase }) => {
        if (phase !== 'write' || isChanged) return;
        isChanged = true;
        writeFileSync(path.join(input, 'new'), 'x');
      },
    });
    await expect(running).rejects.toMatchObject({ tag: 'PlanStale', path: input });
    expect(await readdir(folder)).toEqual(before);
  });
});
