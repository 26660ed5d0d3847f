import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { dumpedByTools } from '../hdf5/tools.ts';
import { python } from '../python.ts';
import { columnConflictsSchema, formatSchema } from '../../src/shared/options.ts';
import {
  concatenate,
  type Outcome,
  referenceOptionsSchema,
  type Way,
} from '../support/concatenate.ts';

/** Cases that one call of Python makes, and another one judges. */
const BATCH = 50;
/** Batches at work at a time: while Python is at one, the engine is at another. */
const LANES = 2;

const caseSchema = z.object({
  inputs: z.array(z.string()),
  options: referenceOptionsSchema,
  maxLoadedElems: z.int(),
  columnConflicts: columnConflictsSchema,
  format: formatSchema,
  about: z.array(z.string()),
});
const verdictSchema = z.strictObject({
  verdict: z.enum([
    'equal',
    'deviates', // in a form of our own choice, as announced
    'both refuse',
    'unwritable', // refused; no writer of anndata can store it
    'by design', // refused as a likely mistake
    'unsupported', // refused; not supported yet
    'mismatch',
  ]),
  problems: z.array(z.string()),
});
type Verdict = z.infer<typeof verdictSchema>;

interface Cases {
  /** The first seed. */
  readonly from: number;
  readonly count: number;
  /** Folder in which the stores of all cases stay; undefined to remove them. */
  readonly keep?: string | undefined;
  /** How the case of a seed is carried out; undefined: at once. */
  readonly way?: (seed: number) => Way;
}

/** Tests that random cases have the result of `anndata.concat`. A case depends on its seed alone. */
export function testCases({ from, count, keep, way }: Cases): void {
  const script = (name: string): string => path.join(import.meta.dirname, name);
  const seeds = Array.from({ length: count }, (_, i) => String(from + i));
  const verdicts = new Map<string, Verdict>();
  /** What a person needs to know of a case that is not as it should be. */
  const about = new Map<string, string>();
  let folder = '';

  async function runCase(root: string, seed: string): Promise<Outcome & { output: string }> {
    const own = path.join(root, seed);
    const text = await readFile(path.join(own, 'case.json'), 'utf8');
    const { inputs, options, about: stores, ...drawn } = caseSchema.parse(JSON.parse(text));
    // What is written in parts is of version 3.
    const isOld = way !== undefined && drawn.format === 'zarr2';
    const engine = isOld ? { ...drawn, format: 'zarr3' as const } : drawn;
    about.set(seed, [JSON.stringify(options), JSON.stringify(engine), ...stores].join('\n  '));
    const output = engine.format === 'h5ad' ? 'out.h5ad' : 'out.zarr';
    const paths = inputs.map((input) => path.join(own, input));
    const place = path.join(own, output);
    const outcome = await concatenate(paths, place, options, engine, way?.(Number(seed)));
    return { ...outcome, output };
  }

  async function runBatch(batch: readonly string[]): Promise<void> {
    const root = await mkdtemp(path.join(folder, 'batch-'));
    await python(script('generate.py'), [root, batch[0] ?? '0', String(batch.length)]);
    const outcomes: Record<string, Outcome> = {};
    const files: string[] = [];
    for (const seed of batch) {
      const outcome = await runCase(root, seed);
      outcomes[seed] = outcome;
      const place = path.join(root, seed, outcome.output);
      const isLeft = existsSync(place);
      if (isLeft !== (outcome.kind === 'done')) {
        throw new Error(
          `seed ${seed}: ${outcome.kind}, and an output is ${isLeft ? '' : 'not '}there`,
        );
      }
      if (isLeft && place.endsWith('.h5ad')) files.push(place);
    }
    await dumpedByTools(files);
    await writeFile(path.join(root, 'outcomes.json'), JSON.stringify(outcomes));
    const judged = z
      .record(z.string(), verdictSchema)
      .parse(JSON.parse(await python(script('compare.py'), [root])));
    for (const [seed, verdict] of Object.entries(judged)) verdicts.set(seed, verdict);
    if (keep === undefined) await rm(root, { recursive: true });
  }

  beforeAll(
    async () => {
      folder = keep ?? (await mkdtemp(path.join(tmpdir(), 'differential-')));
      const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, i) =>
        seeds.slice(i * BATCH, (i + 1) * BATCH),
      ).values();
      const lane = async (): Promise<void> => {
        for (const batch of batches) await runBatch(batch);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    },
    120_000 + count * 5000,
  );

  afterAll(async () => {
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
    const counts = new Map<string, number>();
    for (const { verdict } of verdicts.values())
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    const summary = [...counts].sort(([, a], [, b]) => b - a);
    console.log(summary.map(([verdict, n]) => `${n} ${verdict}`).join(', '));
  });

  it.each(seeds)('seed %s', (seed) => {
    const { verdict, problems } = verdictSchema.parse(verdicts.get(seed));
    if (verdict === 'mismatch') {
      expect.fail([...problems.slice(0, 8), about.get(seed)].join('\n  '));
    }
  });

  it('most cases have a result', () => {
    const isDone = ({ verdict }: Verdict): boolean => verdict === 'equal' || verdict === 'deviates';
    // A handful of seeds may all be refused.
    expect([...verdicts.values()].filter(isDone).length).toBeGreaterThan(count / 4 - 10);
  });
}
