import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalLineSchema } from '../../src/shared/job.ts';
import { requestSchema, type OptionsInput } from '../../src/shared/options.ts';
import { processOf, startJob, Window, type StartedJob } from '../support/jobs.ts';
import { PART_1 } from '../support/samples.ts';
import { useBuild } from '../support/setup.ts';

const built = useBuild();

const jobs: StartedJob[] = [];
let folder: string;
let output: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jobs-'));
  output = path.join(folder, 'o.h5ad');
});
afterEach(async () => {
  for (const { child } of jobs.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** @param copies of a store that are concatenated: with many it takes seconds */
async function start(copies: number, options: OptionsInput = {}, resume = false) {
  const inputs = Array.from({ length: copies }, () => ({ path: PART_1 }));
  const request = requestSchema.parse({ inputs, output, options });
  const place = path.join(folder, `.job-${jobs.length}`);
  const job = await startJob(built.job, place, { request, resume });
  jobs.push(job);
  return job;
}
const MANY = 60;
const outputs = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => !name.startsWith('.job-'));

describe('the process of a job', () => {
  it('writes the result, and leaves how it went', async () => {
    const job = await start(1);
    await job.ended;
    expect(await job.outcome()).toMatchObject({ kind: 'done', result: { output, nObs: 234 } });
    expect(await outputs()).toEqual(['o.h5ad']);
    const lines = (await job.read('journal')).trimEnd().split('\n');
    const elems = lines.map((line) => journalLineSchema.parse(JSON.parse(line)).progress.elem);
    expect(elems).toContain('X');
    const { address } = await processOf(job);
    await expect(stat(path.dirname(address))).rejects.toThrow('ENOENT');
  });

  it('tells a window that attaches where it is, each window the same, and all the end', async () => {
    const job = await start(MANY);
    const first = await Window.attach(job);
    await first.until(({ progress }) => progress?.elem === 'X');
    first.close();
    // As after a reload: what was done meanwhile is known at once.
    const [second, third] = [await Window.attach(job), await Window.attach(job)];
    expect(second.states[0]?.progress?.phase).toBe('write');
    expect(second.states[0]?.steps.map(({ elem }) => elem)).toContain('X');
    const end = await second.until(({ outcome }) => outcome !== null);
    expect(end.outcome).toMatchObject({ kind: 'done', result: { nObs: 234 * MANY } });
    expect(end.steps.every(({ isFinished }) => isFinished)).toBe(true);
    expect(await third.until(({ outcome }) => outcome !== null)).toEqual(end);
    await Promise.all([second.ended, third.ended, job.ended]);
  });

  it('is cancelled by one window, which the other learns, and leaves nothing behind', async () => {
    const job = await start(MANY);
    const [one, other] = [await Window.attach(job), await Window.attach(job)];
    await one.until(({ progress }) => progress?.phase === 'write' && progress.done > 0);
    await one.cancel();
    const { outcome } = await other.until((state) => state.outcome !== null);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { tag: 'Cancelled' } });
    await job.ended;
    expect(await outputs()).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('leaves nothing behind after %s', async (name) => {
    const job = await start(MANY);
    const window = await Window.attach(job);
    await window.until(({ progress }) => progress?.phase === 'write');
    job.child.kill(name);
    await job.ended;
    expect(await job.outcome()).toMatchObject({ failure: { tag: 'Cancelled' } });
    expect(await outputs()).toEqual([]);
  });

  it('goes on when the terminal or the connection that started it is gone', async () => {
    const job = await start(MANY);
    const window = await Window.attach(job);
    await window.until(({ progress }) => progress?.phase === 'write');
    job.child.kill('SIGHUP');
    await job.ended;
    expect(await job.outcome()).toMatchObject({ kind: 'done' });
  });

  it('that is killed cuts the line; old output and inputs are as they were; it can be resumed', async () => {
    await writeFile(output, 'old');
    const before = await readFile(PART_1);
    const job = await start(MANY, { overwrite: true });
    const window = await Window.attach(job);
    await window.until(({ progress }) => progress?.phase === 'write' && progress.done > 0);
    job.child.kill('SIGKILL');
    await window.ended;
    await job.ended;
    await expect(job.outcome()).rejects.toThrow('ENOENT');
    expect(await readFile(output, 'utf8')).toBe('old');
    expect(await readFile(PART_1)).toEqual(before);
    const again = await start(MANY, { overwrite: true }, true);
    await again.ended;
    expect(await again.outcome()).toMatchObject({ kind: 'done', result: { nObs: 234 * MANY } });
    expect(await outputs()).toEqual(['o.h5ad']);
  });

  it('fails with the words of the engine', async () => {
    await writeFile(output, 'old');
    const job = await start(1);
    await job.ended;
    expect(await job.outcome()).toMatchObject({ kind: 'failed', failure: { tag: 'PlanRefused' } });
    expect(await job.read('process')).toContain('"pid"');
  });

  it('records an order that it does not understand as a failure', async () => {
    const job = await start(1);
    await job.ended;
    const request = requestSchema.parse({ inputs: [], output, options: {} });
    const place = path.join(folder, '.job-odd');
    const odd = await startJob(built.job, place, { request, created: Number.NaN });
    await odd.ended;
    expect(await odd.outcome()).toMatchObject({ kind: 'failed', failure: { tag: 'Internal' } });
  });
});
