import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import { optionsSchema } from '../../../shared/options.ts';
import { prepareConcat, prepareSaved } from '../../index.ts';
import type { MergeCandidate, MergeFunction, MergeFunctions } from './merge-function.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../../../media/sample');
const INPUTS = ['pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'merge-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function plan(functions: MergeFunctions, options = {}): Promise<Plan> {
  const prepared = await prepareConcat(
    {
      inputs: INPUTS.map((name) => ({ path: path.join(SAMPLES, name), key: null })),
      output: path.join(folder, 'o.h5ad'),
      options: optionsSchema.parse(options),
    },
    {},
    functions,
  );
  await prepared.close();
  return prepared.plan;
}

/** Asks once for every path, and keeps what was asked. */
function recorder(choose: MergeFunction): {
  readonly asked: Map<string, readonly MergeCandidate[]>;
  readonly merge: MergeFunction;
} {
  const asked = new Map<string, readonly MergeCandidate[]>();
  return {
    asked,
    merge: (candidates) => {
      asked.set(candidates[0]?.path ?? '', candidates);
      return choose(candidates);
    },
  };
}

const first: MergeFunction = (candidates) => candidates[0];
const only: MergeFunction = (candidates) => (candidates.length === 1 ? candidates[0] : null);

describe('a merge function', () => {
  it.each([
    ['first', first],
    ['only', only],
  ] as const)('can do what the strategy %s does', async (merge, choose) => {
    const byName = await plan({}, { merge });
    const byFunction = await plan({ merge: choose });
    expect(byFunction.elems).toEqual(byName.elems);
    expect(byFunction.findings).toEqual(byName.findings);
    expect(byFunction.functions).toEqual(['merge']);
  });

  it('is told what the elems are, and reads those it wants', async () => {
    const { asked, merge } = recorder((candidates) => candidates.at(-1));
    const { elems } = await plan({ merge });
    expect(elems.find((elem) => elem.path === 'varm/PCs')).toMatchObject({ sources: [2] });
    const [means] = asked.get('var/means') ?? [];
    expect(means).toMatchObject({ input: 0, encoding: 'array', dtype: 'float32', shape: [600] });
    expect(asked.get('varm/PCs')?.map(({ input, shape }) => [input, shape])).toEqual([
      [0, [600, 50]],
      [1, [650, 50]],
      [2, [700, 50]],
    ]);
    expect([...asked.keys()].filter((name) => !/^var[mp]?\//u.test(name))).toEqual([]);
  });

  it('merges uns key by key, and reads scalars and lists', async () => {
    const values = new Map<string, unknown>();
    const unsMerge: MergeFunction = async (candidates) => {
      const [candidate] = candidates;
      if (candidate === undefined || candidate.encoding === 'rec-array') return null;
      values.set(candidate.path, await candidate.read());
      return candidate;
    };
    const { elems } = await plan({ unsMerge });
    expect(values.get('uns/neighbors/params/method')).toBe('umap');
    expect(values.get('uns/louvain/params/random_state')).toEqual({
      shape: [1],
      values: BigInt64Array.of(0n),
    });
    expect(values.get('uns/rank_genes_groups/params/use_raw')).toEqual({
      shape: [1],
      values: [true],
    });
    expect(values.get('uns/bulk_labels_colors')).toMatchObject({
      shape: [10],
      values: expect.arrayContaining([expect.stringMatching(/^#/u) as unknown]) as unknown,
    });
    expect(elems.find((elem) => elem.path === 'uns/neighbors/params/method')).toMatchObject({
      action: 'merge',
      sources: [0],
    });
  });

  it('may not choose what it was not offered', async () => {
    const merge: MergeFunction = ([candidate]) => (candidate ? { ...candidate } : null);
    await expect(plan({ merge })).rejects.toMatchObject({ tag: 'UsageInvalid' });
  });

  it('ends planning with what it throws', async () => {
    const merge: MergeFunction = () => {
      throw new RangeError('no idea');
    };
    await expect(plan({ merge })).rejects.toThrow(RangeError);
  });

  it('keeps its plan from being run from a file', async () => {
    const saved = await plan({ merge: first });
    await expect(prepareSaved(saved)).rejects.toMatchObject({
      tag: 'UsageInvalid',
      reason: expect.stringContaining('merge') as unknown,
    });
  });
});
