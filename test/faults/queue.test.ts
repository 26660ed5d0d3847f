import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { concatOnDisk } from '../../src/api/index.ts';
import { deleteLeftover, listLeftovers } from '../../src/core/index.ts';
import { createFolder, type JobFolder } from '../../src/extension/jobs/folder.ts';
import { Queue, type Queued } from '../../src/extension/jobs/queue.ts';
import { spawnJob } from '../../src/extension/jobs/spawn.ts';
import type { JobOutcome } from '../../src/shared/job.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { Random } from '../fuzz/random.ts';
import { digest } from '../support/digest.ts';
import { processesWith } from '../support/processes.ts';
import { PART_1, PART_2 } from '../support/samples.ts';
import { useBuild } from '../support/setup.ts';

// Set by tools/test-faults.mjs. 200 jobs are the jobs of 8000 seeds.
const FROM = Number(process.env['FAULTS_FROM'] ?? 0);
const JOBS = Math.ceil(Number(process.env['FAULTS_SEEDS'] ?? 400) / 40);

const built = useBuild();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'faults-queue-'));
  await mkdir(path.join(folder, 'out'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What becomes of a job. `rival` wants the output of another, and `cancelled` ends before its turn. */
type Fate = 'plain' | 'rival' | 'replaces' | 'lacking' | 'cancelled' | 'killed';
const FATES: readonly [Fate, ...Fate[]] = [
  ...(['plain', 'plain', 'rival', 'rival'] as const),
  ...(['replaces', 'lacking', 'cancelled', 'killed'] as const),
];

interface Made extends Queued {
  readonly fate: Fate;
  readonly output: string;
  isEnded: boolean;
}

const CANCELLED: JobOutcome = {
  kind: 'failed',
  at: 0,
  failure: { tag: 'Cancelled', path: null, elem: null, reason: null, detail: null },
};

async function makeJob(number: number, random: Random): Promise<Made> {
  const fate = random.pick(FATES);
  const isShared = fate === 'rival' || fate === 'replaces';
  const name = isShared ? `shared-${random.below(3)}` : `own-${number}`;
  const output = path.join(
    folder,
    'out',
    `${name}.${number % 2 === 0 && !isShared ? 'zarr' : 'h5ad'}`,
  );
  const inputs = [PART_1, fate === 'lacking' ? path.join(folder, 'missing.h5ad') : PART_2];
  const request = requestSchema.parse({
    inputs: inputs.map((input) => ({ path: input })),
    output,
    options: { overwrite: fate === 'replaces' },
  });
  const created = 1000 + number;
  const order = { version: 1, created, request, resume: false } as const;
  const place = await createFolder(path.join(folder, 'jobs'), order);
  return { folder: place, created, fate, output, isEnded: false };
}

/** Ends a process at some moment of its run, as the system does that has no memory left. */
async function kill(job: JobFolder, isEnded: () => boolean, after: number): Promise<void> {
  for (;;) {
    const owner = await job.readProcess();
    if (owner !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, after));
      if (!isEnded()) process.kill(owner.pid, 'SIGKILL');
      return;
    }
    if (isEnded()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** All jobs to their ends, over the queues of two windows. @returns how each ended, as it left it */
async function runAll(jobs: readonly Made[], random: Random): Promise<readonly JobOutcome[]> {
  const windows: Queue<Made>[] = [];
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      for (const window of windows) window.look().catch(reject);
      if (jobs.every(({ isEnded }) => isEnded)) resolve();
    };
    const start = async (job: Made): Promise<void> => {
      const after = random.next() * 500;
      await spawnJob(built.job, job.folder, () => {
        job.isEnded = true;
        look();
      });
      if (job.fate === 'killed') kill(job.folder, () => job.isEnded, after).catch(reject);
    };
    const window = (): Queue<Made> => new Queue(() => jobs, start);
    windows.push(window(), window());
    for (const job of jobs.filter(({ fate }) => fate === 'cancelled')) {
      void job.folder.claimStart().then(async (isFirst) => {
        if (!isFirst) return;
        await job.folder.conclude(CANCELLED);
        job.isEnded = true;
        look();
      });
    }
    look();
  });
  return Promise.all(jobs.map(({ folder: job }) => job.conclude({ kind: 'killed', at: 0 })));
}

const tagOf = (outcome: JobOutcome): string =>
  outcome.kind === 'failed' ? outcome.failure.tag : outcome.kind;

const ALLOWED: Readonly<Record<Fate, readonly string[]>> = {
  plain: ['done'],
  // Of those that want one place without leave to replace it, one has it.
  rival: ['done', 'OutputExists', 'PlanRefused'],
  replaces: ['done'],
  lacking: ['PlanRefused', 'StoreNotFound'],
  cancelled: ['Cancelled', 'done'],
  killed: ['killed', 'done'],
};

it(
  `brings ${JOBS} jobs in a queue to the ends that are promised, from seed ${FROM}`,
  async () => {
    const random = new Random(FROM);
    const whole = new Map<string, string>();
    for (const suffix of ['.h5ad', '.zarr']) {
      const place = path.join(folder, `whole${suffix}`);
      await concatOnDisk([PART_1, PART_2], place);
      whole.set(suffix, await digest(place));
    }
    const jobs: Made[] = [];
    for (let i = 0; i < JOBS; i++) jobs.push(await makeJob(i, random));
    const outcomes = await runAll(jobs, random);

    const violations: string[] = [];
    const counts = new Map<string, number>();
    const owners = new Map<string, number>();
    for (const [i, { fate, output, folder: job }] of jobs.entries()) {
      const outcome = outcomes[i];
      const tag = outcome === undefined ? 'none' : tagOf(outcome);
      counts.set(`${fate} ${tag}`, (counts.get(`${fate} ${tag}`) ?? 0) + 1);
      if (!ALLOWED[fate].includes(tag)) violations.push(`${fate} ${job.id} ends with ${tag}`);
      if (tag === 'done') {
        if (fate === 'rival') owners.set(output, (owners.get(output) ?? 0) + 1);
        if ((await digest(output)) !== whole.get(path.extname(output)))
          violations.push(`${output} is not whole`);
      }
    }
    for (const [output, number] of owners) {
      if (number > 1) violations.push(`${output} went to ${number} that may not replace it`);
    }
    for (const leftover of await listLeftovers(path.join(folder, 'out'))) {
      if (leftover.isAlive) violations.push(`counts as alive: ${leftover.store}`);
      await deleteLeftover(leftover);
    }
    const expected = new Set(
      jobs
        .filter((_, i) => outcomes[i]?.kind === 'done')
        .map(({ output }) => path.basename(output)),
    );
    const names = await readdir(path.join(folder, 'out'));
    violations.push(...names.filter((name) => !expected.has(name)).map((name) => `left: ${name}`));
    violations.push(...processesWith(folder).map((pid) => `still there: process ${pid}`));
    const sums = [...counts].sort().map(([what, number]) => `${number} ${what}`);
    console.log(`${JOBS} jobs, seed ${FROM}, ${violations.length} violations: ${sums.join(', ')}`);
    expect(violations).toEqual([]);
  },
  300_000 + JOBS * 60_000,
);
