import { cp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { partFilesSchema } from '../../src/core/concat/parts/record.ts';
import { ConcatError } from '../../src/core/errors.ts';
import { finishParts, readPartsState, runPart, verifyStore } from '../../src/core/index.ts';
import { optionsSchema, type OptionsInput } from '../../src/shared/options.ts';
import type { Plan } from '../../src/shared/plan.ts';
import type { Progress } from '../../src/shared/progress.ts';
import { planInParts } from '../support/in-parts.ts';
import { PART_1 } from '../support/samples.ts';
import { useFolder } from '../support/setup.ts';

const own = useFolder('parts-');
let input = '';
let output = '';
beforeEach(async () => {
  input = path.join(own.path, 'a.h5ad');
  output = path.join(own.path, 'o.zarr');
  await cp(PART_1, input);
});

/** Two parts of two copies of a store, in small chunks. */
async function planned(options: OptionsInput = {}): Promise<Plan> {
  const inputs = [input, input].map((of) => ({ path: of, key: null }));
  const request = {
    inputs,
    output,
    options: optionsSchema.parse({ indexUnique: '-', ...options }),
  };
  return planInParts(request, { count: 2, chunk: 20_000 });
}

async function bothParts(options: OptionsInput = {}): Promise<Plan> {
  const plan = await planned(options);
  await runPart(plan, 1);
  await runPart(plan, 2);
  return plan;
}

async function workFolder(): Promise<string> {
  const name = (await readdir(own.path)).find((of) => of.includes('.parts-'));
  return path.join(own.path, name ?? 'there is no working folder');
}

/** A file of a shard of X that part 2 has written, and not the last of its array. */
async function shardOfPart2(): Promise<string> {
  const folder = await workFolder();
  const text = await readFile(path.join(folder, 'parts', '2.files.json'), 'utf8');
  const { files } = partFilesSchema.parse(JSON.parse(text));
  const shard = files.find((file) => file.path.startsWith('store/X/data/'));
  return path.join(folder, shard?.path ?? 'there is no shard');
}

const left = async (): Promise<readonly string[]> => (await readdir(own.path)).sort();
const expectWhole = async (plan: Plan): Promise<void> => {
  await verifyStore(output, plan, { full: true });
  expect(await left()).toEqual(['a.h5ad', path.basename(output)]);
};
/** Tag and reason. */
const failureOf = (error: unknown): string =>
  error instanceof ConcatError ? `${error.tag}: ${error.reason ?? ''}` : String(error);
const failing = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', failureOf);

describe('finish', () => {
  it.each(['fast', 'full', 'off'] as const)(
    'completes what parts have made (%s)',
    async (verify) => {
      const plan = await bothParts({ verify });
      await finishParts(plan);
      await expectWhole(plan);
      // Again, nothing is done.
      const before = await stat(output);
      await finishParts(plan);
      expect(await runPart(plan, 1)).toMatchObject({ wasDone: true });
      expect((await stat(output)).mtimeMs).toBe(before.mtimeMs);
      expect((await readPartsState(plan)).finish.state).toBe('done');
    },
  );

  it.each([
    ['a part that was not run', () => undefined, 1],
    ['a record', (folder: string) => rm(path.join(folder, 'parts', '2.json')), 2],
    ['a list of files', (folder: string) => rm(path.join(folder, 'parts', '2.files.json')), 2],
    ['a shard', async () => rm(await shardOfPart2()), 2],
    ['the end of a shard', async () => truncate(await shardOfPart2(), 10), 2],
  ])('refuses while there lacks %s', async (_, harm, runs) => {
    const plan = await planned();
    for (let part = 1; part <= runs; part++) await runPart(plan, part);
    await harm(await workFolder());
    expect(await failing(finishParts(plan))).toMatch(
      /^PartsIncomplete: .*of 2 parts, these are missing: 2/u,
    );
    expect(await left()).not.toContain('o.zarr');
    await runPart(plan, 2);
    await finishParts(plan);
    await expectWhole(plan);
  });

  it.each([
    ['o.zarr', 'fast'],
    ['o.zarr', 'full'],
    ['o.h5ad', 'fast'],
    ['o.h5ad', 'off'],
  ] as const)('finds another shard than was written, for %s (%s)', async (name, verify) => {
    output = path.join(own.path, name);
    const plan = await bothParts({ verify });
    const shard = await shardOfPart2();
    await writeFile(shard, (await readFile(shard)).fill(7, 0, 64));
    expect(await failing(finishParts(plan))).toMatch(
      /^PartsIncomplete: .*part 2 has to be run again/u,
    );
    expect(await left()).not.toContain(name);
    // So it is, and not only said.
    expect((await readPartsState(plan)).parts.map(({ state }) => state)).toEqual([
      'done',
      'pending',
    ]);
    expect(await runPart(plan, 1)).toMatchObject({ wasDone: true });
    expect(await runPart(plan, 2)).toMatchObject({ wasDone: false });
    await finishParts(plan);
    await expectWhole(plan);
  });

  it.each(['o.zarr', 'o.h5ad'])('refuses when a shard goes meanwhile, for %s', async (name) => {
    output = path.join(own.path, name);
    const plan = await bothParts({ verify: 'off' });
    const shard = await shardOfPart2();
    const going: Promise<void>[] = [];
    const onProgress = ({ elem, phase }: Progress): void => {
      // obs comes before X.
      const isNow = name === 'o.zarr' ? phase === 'verify' : elem?.startsWith('obs/');
      if (isNow === true) going.push(rm(shard, { force: true }));
    };
    expect(await failing(finishParts(plan, {}, { onProgress }))).toMatch(
      /^PartsIncomplete: .*these are missing: 2/u,
    );
    expect(going).not.toHaveLength(0);
    expect(await left()).not.toContain(name);
  });

  it('tells of an input that changes while it is read, rather than of damage', async () => {
    const plan = await bothParts();
    const cutting: Promise<void>[] = [];
    const onProgress = ({ phase }: Progress): void => {
      if (phase === 'write' && cutting.length === 0) cutting.push(truncate(input, 4096));
    };
    const finishing = finishParts(plan, {}, { onProgress });
    await expect(finishing).rejects.toMatchObject({ tag: 'PlanStale', path: input });
    expect(await left()).not.toContain('o.zarr');
  });

  it.each(['o.zarr', 'o.h5ad'])(
    'does it once when it runs several times at a time, for %s',
    async (name) => {
      output = path.join(own.path, name);
      const plan = await bothParts({ overwrite: true, verify: 'off' });
      const ends = await Promise.allSettled(Array.from({ length: 4 }, () => finishParts(plan)));
      expect(ends.filter(({ status }) => status === 'fulfilled')).not.toHaveLength(0);
      for (const end of ends) {
        if (end.status === 'fulfilled') continue;
        expect(failureOf(end.reason)).toBe('OutputUnwritable: another process is finishing it');
      }
      await expectWhole(plan);
    },
  );

  it('takes no other result for its own, though it is newer than the plan', async () => {
    const other = await planned({ join: 'outer', label: 'batch' });
    const plan = await bothParts({ overwrite: true });
    await runPart(other, 1);
    await runPart(other, 2);
    await finishParts(other);
    expect((await readPartsState(plan)).finish.state).toBe('pending');
    await finishParts(plan);
    await expectWhole(plan);
    expect((await readPartsState(other)).parts.map(({ state }) => state)).toEqual([
      'pending',
      'pending',
    ]);
    await expect(finishParts(other, { overwrite: true })).rejects.toMatchObject({
      tag: 'PartsIncomplete',
    });
    await expectWhole(plan);
  });

  it('refuses when an input has changed between parts, and parts refuse too', async () => {
    const plan = await planned();
    await runPart(plan, 1);
    await utimes(input, 1, 1);
    await expect(runPart(plan, 2)).rejects.toMatchObject({ tag: 'PlanStale', path: input });
    await expect(finishParts(plan)).rejects.toMatchObject({ tag: 'PartsIncomplete' });
    expect((await readPartsState(plan)).parts[1]).toMatchObject({ state: 'failed' });
    expect(await left()).not.toContain('o.zarr');
  });
});

describe('a part', () => {
  it('may run several times at a time', async () => {
    const plan = await planned();
    await Promise.all([runPart(plan, 1), runPart(plan, 1), runPart(plan, 2), runPart(plan, 2)]);
    await finishParts(plan);
    await expectWhole(plan);
  });

  it('does not bring back the working folder of what is finished', async () => {
    const plan = await bothParts();
    await finishParts(plan);
    await Promise.all([runPart(plan, 1), runPart(plan, 2)]);
    await expectWhole(plan);
  });

  it('leaves nothing of a try but its failure, when it is cancelled not even that', async () => {
    const plan = await planned();
    const cancel = new AbortController();
    const onProgress = (): void => {
      cancel.abort();
    };
    await expect(runPart(plan, 1, {}, { onProgress, signal: cancel.signal })).rejects.toMatchObject(
      {
        tag: 'Cancelled',
      },
    );
    expect(await readdir(path.join(await workFolder(), 'parts'))).toEqual([]);
  });
});
