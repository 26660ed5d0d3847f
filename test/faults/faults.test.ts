import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { concatOnDisk } from '../../src/api/index.ts';
import { Random } from '../fuzz/random.ts';
import { expose } from './expose.ts';
import { interfered, patchFileSystem } from './faulty-calls.ts';
import { makeStage, type Stage, type Suffix } from './stage.ts';

// Set by tools/test-faults.mjs.
const FROM = Number(process.env['FAULTS_FROM'] ?? 0);
const SEEDS = Number(process.env['FAULTS_SEEDS'] ?? 400);

/** Golden cases, and the format that their inputs are turned into. */
const CASES: readonly (readonly [string, Suffix | null])[] = [
  ['x_csr_outer', null],
  ['obs_types_outer', null],
  ['raw_outer', 'zarr'],
  ['h5ad_gzip_outer', null],
  ['pairwise_outer', 'zarr'],
  ['obsm_awkward_outer', null],
  ['legacy_0_10_9_zarr_outer', null],
  ['x_dense_f4_outer', 'zarr'],
  ['axis_var_outer', null],
  ['uns_unique', 'zarr'],
];

let folder = '';
/** With the calls of the file system that an unbroken run makes. */
const stages: (readonly [Stage, readonly string[]])[] = [];
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(async () => {
  await patchFileSystem();
  process.on('unhandledRejection', note);
  folder = await mkdtemp(path.join(tmpdir(), 'faults-'));
  for (const [name, inputFormat] of CASES) {
    for (const format of ['h5ad', 'zarr'] as const) {
      const stage = await makeStage(
        path.join(folder, `${name}-${format}`),
        name,
        inputFormat,
        format,
      );
      const calls: string[] = [];
      const record = (call: string): null => {
        calls.push(call);
        return null;
      };
      await interfered(record, () => concatOnDisk(stage.inputs, stage.output, stage.options));
      await rm(stage.output, { recursive: true });
      stages.push([stage, calls]);
    }
  }
});

afterAll(async () => {
  process.off('unhandledRejection', note);
  await rm(folder, { recursive: true, force: true });
});

it(
  `holds what it promises in ${SEEDS} runs with a fault, from seed ${FROM}`,
  async () => {
    const violations: Record<string, readonly string[]> = {};
    const counts = new Map<string, number>();
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const random = new Random(seed);
      const [stage, calls] = stages[random.below(stages.length)] ?? [];
      if (stage === undefined || calls === undefined) continue;
      const { fault, isDone, violations: found } = await expose(stage, calls, random);
      const all = [...found, ...unhandled.splice(0).map((error) => `unhandled: ${String(error)}`)];
      if (all.length > 0) {
        const { kind, code, at, call } = fault;
        violations[`${seed} ${path.basename(stage.folder)} ${kind} ${code} ${call} #${at}`] = all;
      }
      const what = `${fault.kind} ${isDone ? 'done' : 'failed'}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    const sums = [...counts].sort().map(([what, number]) => `${number} ${what}`);
    const failed = Object.keys(violations).length;
    console.log(
      `${SEEDS} faults, seeds ${FROM} to ${FROM + SEEDS - 1}, ${failed} violations: ${sums.join(', ')}`,
    );
    expect(violations).toEqual({});
  },
  180_000 + SEEDS * 2000,
);
