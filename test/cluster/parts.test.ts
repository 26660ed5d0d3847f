import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submittedSchema, type Submission } from '../../src/shared/cluster.ts';
import { partsStateSchema, type PartsState } from '../../src/shared/parts.ts';
import { python } from '../python.ts';
import { PART_1 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';
import { run, type Outcome } from '../support/tool.ts';
import { useSlurm } from './slurm.ts';

const slurm = useSlurm();
const built = useBuild();
// A shell, a URL or Slurm would take each of these for something else.
const own = useFolder(`it's "$HOME" %A %j; \`id\` é #`);
const HERE = import.meta.dirname;

const PARTS = 3;
const INPUT = 'in put.h5ad';
const OPTIONS = ['--label', 'batch', '--index-unique', '-', '--compression', 'none'];
/** Seconds since 1970: an input is as old in every folder. */
const OLD = 1e9;

const cli = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  run(built.cli, args, { cwd: own.path, env: { ...slurm.env, ...env } });

async function good(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function submitted(env: NodeJS.ProcessEnv = {}): Promise<Submission> {
  const args = ['submit', 'PLAN.json', '--json', '--mem', '512MiB', '--time', '10'];
  const { code, stdout, stderr } = await cli(args, env);
  expect(code, stderr).toBe(0);
  const answer = submittedSchema.parse(JSON.parse(stdout));
  if (answer.kind !== 'submitted') throw new Error(answer.kind);
  return answer.submission;
}

const stateOf = async (): Promise<PartsState> =>
  partsStateSchema.parse(JSON.parse(await good('parts', 'PLAN.json', '--json')));
const statesOf = async (): Promise<readonly string[]> =>
  (await stateOf()).parts.map(({ state }) => state);
const isThere = (): boolean => existsSync(path.join(own.path, 'o.zarr'));
const logs = async (prefix: string): Promise<readonly string[]> =>
  (await readdir(path.join(own.path, 'PLAN.cluster'))).filter((name) => name.startsWith(prefix));

/** Three inputs of one content, their plan, and what one process makes of it. */
let made: { readonly folder: string; readonly store: string };
beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parts-'));
  made = { folder, store: path.join(folder, 'o.zarr') };
  const inFolder = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(built.cli, args, { cwd: folder });
    expect(code, stderr).toBe(0);
    return stdout;
  };
  // So many that the matrices have several chunks.
  const copies = Array.from({ length: 15 }, () => PART_1);
  await inFolder('concat', ...copies, '-o', INPUT, '--quiet', '--index-unique', '-');
  await utimes(path.join(folder, INPUT), OLD, OLD);
  const request = [INPUT, INPUT, INPUT, '-o', 'o.zarr', ...OPTIONS];
  const plan = await inFolder('plan', ...request, '--parts', String(PARTS), '--json');
  await writeFile(path.join(folder, 'PLAN.json'), plan);
  await inFolder('concat', ...request, '--quiet');
});
afterAll(() => rm(made.folder, { recursive: true }));

beforeEach(async () => {
  for (const name of [INPUT, 'PLAN.json']) {
    await copyFile(path.join(made.folder, name), path.join(own.path, name));
  }
  await utimes(path.join(own.path, INPUT), OLD, OLD);
});

/** The result is in place, and every value as planned. */
async function expectWhole(): Promise<void> {
  expect(isThere()).toBe(true);
  await good('verify', 'o.zarr', '--against', 'PLAN.json', '--full', '--quiet');
}

/** Every elem is as one process makes it. */
const expectSame = (): Promise<string> =>
  python(path.join(HERE, 'compare.py'), [path.join(own.path, 'o.zarr'), made.store]);

/** An environment in which a part hangs while it writes. */
const hanging = (part: number): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import ${pathToFileURL(path.join(HERE, 'hang.mjs')).href}`,
  HANG_PART: String(part),
  HANG_FILE: path.join(own.path, 'hangs'),
});

/** Waits until it does. @returns its process number */
async function hangingPid(): Promise<number> {
  const file = path.join(own.path, 'hangs');
  while (!existsSync(file) || (await stat(file)).size === 0) await pause();
  return Number(await readFile(file, 'utf8'));
}

async function othersDone(part: number): Promise<void> {
  const others = async (): Promise<readonly string[]> =>
    (await statesOf()).filter((_, position) => position + 1 !== part);
  while ((await others()).some((state) => state !== 'done')) await pause();
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

describe('submit', () => {
  it('makes what one process makes, in parts and with a finisher', async () => {
    const { stdout } = await cli(['submit', 'PLAN.json', '--array-limit', '2']);
    expect(stdout).toContain(`Submitted ${PARTS} parts as job `);
    expect(stdout).toContain('Cancel: anndata-concat cancel PLAN.json');
    const again = await cli(['submit', 'PLAN.json']);
    expect(again.stdout).toContain('All that is missing waits or runs already.');
    await slurm.idle();
    await expectWhole();
    await expectSame();
    expect(await logs('part-')).toHaveLength(PARTS);
    expect(await good('submit', 'PLAN.json')).toContain('The result is in place');
  });

  it('repeats only the part that was killed, and finishes then', async () => {
    const first = await submitted(hanging(2));
    expect(first.parts).toEqual([1, 2, 3]);
    process.kill(await hangingPid(), 'SIGKILL');
    await slurm.idle();
    expect(await statesOf()).toEqual(['done', 'failed', 'done']);
    // The finisher was removed, not run.
    expect([isThere(), await logs('finish-')]).toEqual([false, []]);
    const second = await submitted();
    expect(second.parts).toEqual([2]);
    await slurm.idle();
    await expectWhole();
    await expectSame();
  });

  it('repeats a task that was cancelled while the others go on', async () => {
    const { array } = await submitted(hanging(1));
    await hangingPid();
    await slurm.call('scancel', `${array ?? ''}_1`);
    await othersDone(1);
    await slurm.idle();
    const second = await submitted();
    expect(second.parts).toEqual([1]);
    await slurm.idle();
    await expectWhole();
  });

  it('runs no finisher when a part fails, and repeats what failed', async () => {
    const input = path.join(own.path, INPUT);
    await utimes(input, 1, 1);
    await submitted();
    await slurm.idle();
    const { parts } = await stateOf();
    expect(parts[0]).toMatchObject({ state: 'failed' });
    expect(parts[0]?.reason).toContain('PlanStale');
    expect([isThere(), await logs('finish-')]).toEqual([false, []]);
    await utimes(input, OLD, OLD);
    await submitted();
    await slurm.idle();
    await expectWhole();
  });
});

describe('cancel', () => {
  it('ends what waits and runs, and keeps what is done', async () => {
    await submitted(hanging(3));
    await hangingPid();
    await othersDone(3);
    // One of the array, and the finisher.
    expect(await good('cancel', 'PLAN.json')).toMatch(/^Cancelled 2 jobs: \d+, \d+\.$/mu);
    await slurm.idle();
    expect(await good('cancel', 'PLAN.json')).toBe('None of its jobs waits or runs.\n');
    expect(isThere()).toBe(false);
    const { parts } = await submitted();
    expect(parts).toEqual([3]);
    await slurm.idle();
    await expectWhole();
  });

  it('says when nothing was submitted', async () => {
    const { code, stderr } = await cli(['cancel', 'PLAN.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('it was not submitted to a scheduler');
  });
});

describe('submit hands over nothing', () => {
  it('on a dry run, which shows the scripts', async () => {
    const text = await good('submit', 'PLAN.json', '--dry-run', '--partition', 'main');
    expect(text).toMatch(/^#SBATCH --partition=main$/mu);
    expect(text).toMatch(/^exec .* run '.*PLAN\.json' --part "\$SLURM_ARRAY_TASK_ID"$/mu);
    expect(text).toMatch(/^exec .* finish '.*PLAN\.json'$/mu);
    expect(await readdir(own.path)).not.toContain('PLAN.cluster');
  });

  it('when Slurm refuses, and says why', async () => {
    const { code, stderr } = await cli(['submit', 'PLAN.json', '--partition', 'nowhere']);
    expect(code).toBe(1);
    expect(stderr).toContain('The scheduler of the cluster refused.');
    expect(stderr).toMatch(/invalid partition/iu);
    expect(await slurm.call('squeue', '--noheader')).toBe('');
  });

  it('where there is no Slurm', async () => {
    const { code, stderr } = await cli(['submit', 'PLAN.json'], { PATH: own.path });
    expect(code).toBe(1);
    expect(stderr).toContain('The scheduler of the cluster cannot be reached.');
    expect(stderr).toContain('there is no sbatch on the path');
  });

  it.each([
    ['a line break', 'a\nb', 'a line break or another control character'],
    ['a backslash', 'a\\b', 'Slurm would put no log there'],
  ])('from a folder whose name has %s', async (_, name, reason) => {
    const folder = path.join(own.path, name);
    await mkdir(folder);
    const file = path.join(folder, 'PLAN.json');
    await copyFile(path.join(own.path, 'PLAN.json'), file);
    const { code, stderr } = await cli(['submit', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(await slurm.call('squeue', '--noheader')).toBe('');
  });
});
