import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SchedulerRefusedError } from '../core/errors.ts';
import { resourcesSchema, type QueuedJob } from '../shared/cluster.ts';
import type { PartState, PartsState } from '../shared/parts.ts';
import { requestSchema } from '../shared/options.ts';
import type { Plan } from '../shared/plan.ts';
import { ClusterFolder } from './folder.ts';
import type { JobRef, Scheduler } from './scheduler.ts';
import type { Order } from './scripts.ts';
import { batchScript } from './slurm/script.ts';
import { plannedParts, submit } from './submit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'submit-'));
});
afterEach(() => rm(folder, { recursive: true }));

const plan: Plan = {
  kind: 'anndata-concat-plan',
  version: 1,
  request: requestSchema.parse({ inputs: [{ path: 'a.h5ad' }], output: 'o.zarr', options: {} }),
  output: { path: 'o.zarr', format: 'zarr3' },
  inputs: [],
  result: { nObs: 1, nVars: 1 },
  elems: [],
  findings: [],
  estimate: { outputBytes: 6e11, memoryBytes: 0, freeBytes: null },
  parts: {
    count: 3,
    created: 0,
    split: [],
    altNames: [],
    bytes: [1e9, 6e9, 0],
    finishBytes: 1,
    memory: { part: 300e6, finish: 400e6 },
  },
};
const orderOf = (resources: object = {}): Order => ({
  planned: plannedParts(path.join(folder, 'PLAN.json'), plan),
  cwd: folder,
  resources: resourcesSchema.parse(resources),
});
const stateOf = (finish: PartState, ...states: readonly PartState[]): PartsState => ({
  total: states.length,
  parts: states.map((state, position) => ({ part: position + 1, state })),
  finish: { state: finish },
});

/** Remembers what it is asked for; jobs stay in the queue until they are taken from it. */
class Fake implements Scheduler {
  readonly name = 'slurm';
  readonly asked: unknown[] = [];
  queue: QueuedJob[] = [];
  isFull = false;
  #last = 0;

  partsScript = batchScript;
  finisherScript = batchScript;

  submitParts(_: unknown, parts: readonly number[], atOnce: number | null): Promise<string> {
    this.asked.push(['parts', parts, atOnce]);
    const id = String((this.#last += 1));
    this.queue.push(...parts.map((part) => ({ id, part, isRunning: false })));
    return Promise.resolve(id);
  }

  submitFinisher(_: unknown, after: readonly JobRef[]): Promise<string> {
    this.asked.push(['finisher', after.map(({ id, part }) => [id, part])]);
    if (this.isFull) return Promise.reject(new SchedulerRefusedError({ reason: 'full' }));
    const id = String((this.#last += 1));
    this.queue.push({ id, part: null, isRunning: false });
    return Promise.resolve(id);
  }

  queued(ids: readonly string[]): Promise<readonly QueuedJob[]> {
    return Promise.resolve(this.queue.filter(({ id }) => ids.includes(id)));
  }

  cancel(jobs: readonly JobRef[]): Promise<void> {
    this.asked.push(['cancel', jobs.map(({ id }) => id)]);
    this.queue = this.queue.filter(({ id }) => !jobs.some((job) => job.id === id));
    return Promise.resolve();
  }
}

describe('submit', () => {
  it('hands over all parts and a finisher, and records them', async () => {
    const fake = new Fake();
    const submitted = await submit(
      fake,
      orderOf({ arrayLimit: 2 }),
      stateOf('pending', 'pending', 'pending', 'pending'),
    );
    expect(submitted).toMatchObject({
      kind: 'submitted',
      submission: { parts: [1, 2, 3], array: '1', finisher: '2' },
    });
    expect(fake.asked).toEqual([
      ['parts', [1, 2, 3], 2],
      ['finisher', [['1', null]]],
      ['cancel', []],
    ]);
    const record = await new ClusterFolder(path.join(folder, 'PLAN.json')).read();
    expect(record?.submissions).toHaveLength(1);
  });

  it('asks for memory and time by the plan, unless told', async () => {
    await submit(new Fake(), orderOf(), stateOf('pending', 'pending'));
    const read = (name: string): Promise<string> =>
      readFile(path.join(folder, 'PLAN.cluster', name), 'utf8');
    // 6 GB at 10 MB/s, and half an hour.
    expect(await read('parts.sh')).toMatch(/--mem=287M\n.*--time=40\n/u);
    expect(await read('finish.sh')).toMatch(/--mem=382M\n.*--time=31\n/u);
    const own = { memory: 2 ** 31, minutes: 90, partition: 'long' };
    await submit(new Fake(), orderOf(own), stateOf('pending', 'pending'));
    expect(await read('parts.sh')).toMatch(/--mem=2048M\n.*--time=90\n.*--partition=long\n/u);
  });

  it('hands over again only what is neither done nor in the queue', async () => {
    const fake = new Fake();
    await submit(fake, orderOf(), stateOf('pending', 'pending', 'pending', 'pending'));
    // The first is done, the second gone; the third still waits, and so does the finisher.
    fake.queue = fake.queue.filter(({ part }) => part !== 1 && part !== 2);
    fake.asked.length = 0;
    await submit(fake, orderOf(), stateOf('pending', 'done', 'running', 'pending'));
    expect(fake.asked).toEqual([
      ['parts', [2], null],
      [
        'finisher',
        [
          ['3', null],
          ['1', 3],
        ],
      ],
      ['cancel', ['2']],
    ]);
  });

  it('hands over the finisher alone when no part is missing, and nothing when all waits', async () => {
    const fake = new Fake();
    const state = stateOf('failed', 'done', 'done');
    expect(await submit(fake, orderOf(), state)).toMatchObject({ submission: { array: null } });
    expect(fake.asked).toEqual([
      ['finisher', []],
      ['cancel', []],
    ]);
    expect(await submit(fake, orderOf(), state)).toEqual({ kind: 'queued' });
    expect(await submit(fake, orderOf(), stateOf('done', 'done'))).toEqual({ kind: 'done' });
  });

  it('takes parts back whose finisher is refused', async () => {
    const fake = new Fake();
    fake.isFull = true;
    const submitting = submit(fake, orderOf(), stateOf('pending', 'pending'));
    await expect(submitting).rejects.toThrow(SchedulerRefusedError);
    expect(fake.queue).toEqual([]);
  });

  it('refuses a plan that is not in parts', () => {
    const { parts: _, ...whole } = plan;
    expect(() => plannedParts('/PLAN.json', whole)).toThrow(/no plan in parts/u);
  });

  it('refuses paths that no script can hold', async () => {
    const order = { ...orderOf(), cwd: '/a\nb' };
    await expect(submit(new Fake(), order, stateOf('pending', 'pending'))).rejects.toMatchObject({
      tag: 'UsageInvalid',
      path: '/a\nb',
    });
  });
});
