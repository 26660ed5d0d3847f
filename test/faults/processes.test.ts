import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../fuzz/random.ts';
import { clocked, failing } from './process/failing.ts';
import { killed } from './process/killed.ts';
import { limited } from './process/limited.ts';
import { Program } from './process/program.ts';
import { cleaned, contended, raced } from './process/raced.ts';
import { stagesIn, type Stage } from './process/stage.ts';
import { stopped } from './process/stopped.ts';
import { Trial } from './process/trial.ts';

// Set by tools/test-faults.mjs. Processes take longer than calls.
const FROM = Number(process.env['FAULTS_FROM'] ?? 0);
const TRIALS = Math.ceil(Number(process.env['FAULTS_SEEDS'] ?? 400) / 16);

type Happening = (trial: Trial) => Promise<void>;
/** By how often they are drawn. */
const HAPPENINGS: readonly [Happening, ...Happening[]] = [
  killed,
  killed,
  killed,
  stopped,
  stopped,
  raced,
  raced,
  contended,
  cleaned,
  limited,
  limited,
  limited,
  failing,
  clocked,
];

let folder = '';
let program: Program | undefined;
let stages: readonly (() => Promise<Stage>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'faults-'));
  program = await Program.build();
  stages = stagesIn(program, folder);
});

afterAll(async () => {
  await program?.remove();
  await rm(folder, { recursive: true, force: true });
});

it(
  `holds what it promises in ${TRIALS} trials of processes, from seed ${FROM}`,
  async () => {
    const violations: Record<string, readonly string[]> = {};
    const faults = new Map<string, number>();
    for (let seed = FROM; seed < FROM + TRIALS; seed++) {
      const random = new Random(seed);
      const stage = await stages[random.below(stages.length)]?.();
      if (stage === undefined || program === undefined) continue;
      const happening = random.pick(HAPPENINGS);
      const trial = await Trial.begin(program, stage, random);
      await happening(trial);
      await trial.end();
      if (trial.violations.length > 0) {
        violations[`${seed} ${path.basename(stage.folder)} ${happening.name}`] = trial.violations;
        console.log(`${seed} ${trial.violations.join('\n')}`);
      }
      for (const [kind, number] of trial.faults) {
        faults.set(kind, (faults.get(kind) ?? 0) + number);
      }
    }
    const sum = [...faults.values()].reduce((total, number) => total + number, 0);
    const kinds = [...faults].sort().map(([kind, number]) => `${number} ${kind}`);
    const failed = Object.keys(violations).length;
    console.log(
      `${sum} faults of processes, seeds ${FROM} to ${FROM + TRIALS - 1}, ${failed} violations: ${kinds.join(', ')}`,
    );
    expect(violations).toEqual({});
  },
  // For what never ends: trials of a machine that is busy take minutes.
  600_000 + TRIALS * 120_000,
);
