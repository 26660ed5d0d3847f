import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsSchema, type OptionsInput } from '../../../shared/options.ts';
import type { Progress } from '../../../shared/progress.ts';
import { Inputs } from '../inputs.ts';
import { type Checkpoint, readJournal } from '../partial/journal.ts';
import { drawBlueprint } from '../plan/plan.ts';
import { execute } from './execute.ts';

const DATA = path.resolve(import.meta.dirname, '../../../../media/sample');
const INPUTS = ['pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr'];

let root = '';
let inputs = '';
beforeAll(async () => {
  root = await fs.mkdtemp(path.join(tmpdir(), 'resume-'));
  inputs = path.join(root, 'inputs');
  await fs.cp(DATA, inputs, { recursive: true, preserveTimestamps: true });
});
afterAll(() => fs.rm(root, { recursive: true }));

const ALWAYS = { interval: 0, share: Infinity };

interface Run {
  /** How often each input is given. */
  readonly copies?: number;
  readonly options?: OptionsInput;
  readonly resume?: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

async function run(
  output: string,
  { copies = 1, options = {}, resume = false, onProgress }: Run = {},
) {
  const paths = Array.from({ length: copies }, () => INPUTS)
    .flat()
    .map((name) => path.join(inputs, name));
  const opened = new Inputs(paths);
  try {
    const request = {
      inputs: paths.map((input) => ({ path: input, key: null })),
      output,
      options: optionsSchema.parse({
        join: 'outer',
        merge: 'first',
        unsMerge: 'first',
        pairwise: true,
        label: 'batch',
        ...options,
      }),
    };
    const blueprint = await drawBlueprint(request, opened, {});
    return await execute(blueprint, opened, { onProgress }, { resume, pace: ALWAYS });
  } finally {
    await opened.close();
  }
}

/** Of a file, or of all paths and files in a folder. */
async function sha256(store: string): Promise<string> {
  const hash = createHash('sha256');
  if (!(await fs.stat(store)).isDirectory())
    return hash.update(await fs.readFile(store)).digest('hex');
  const entries = await fs.readdir(store, { recursive: true, withFileTypes: true });
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  for (const file of files) {
    hash.update(`${path.relative(store, file)}\0`);
    if ((await fs.stat(file)).isFile()) hash.update(await fs.readFile(file));
  }
  return hash.digest('hex');
}

/**
 * What a kill would have left at each progress of a run: the system keeps what a process has
 * written, whatever becomes of it.
 */
async function killedAt(
  name: string,
  options: OptionsInput,
  copies = 1,
  isPoint: (progress: Progress) => boolean = () => true,
): Promise<{ readonly whole: string; readonly folders: readonly string[] }> {
  const folder = await fs.mkdtemp(path.join(root, 'whole-'));
  const folders: string[] = [];
  const output = path.join(folder, name);
  await run(output, {
    options,
    copies,
    onProgress: (progress) => {
      if (!isPoint(progress)) return;
      const copy = `${folder}-killed-${folders.length}`;
      mkdirSync(copy);
      for (const entry of readdirSync(folder)) {
        cpSync(path.join(folder, entry), path.join(copy, entry), { recursive: true });
      }
      folders.push(copy);
    },
  });
  for (const copy of folders) await killOwners(copy);
  return { whole: await sha256(output), folders };
}

/** Locks of this process become those of one that had its number before. */
async function killOwners(folder: string): Promise<void> {
  for (const entry of await fs.readdir(folder)) {
    if (!entry.endsWith('.lock')) continue;
    const lock = path.join(folder, entry);
    const owner: unknown = JSON.parse(await fs.readFile(lock, 'utf8'));
    await fs.writeFile(lock, JSON.stringify(Object.assign({}, owner, { started: '1' })));
  }
}

async function checkpointsIn(folder: string): Promise<readonly Checkpoint[]> {
  const journal = (await fs.readdir(folder)).find((entry) => entry.endsWith('.journal'));
  if (journal === undefined) return [];
  return (await readJournal(path.join(folder, journal)))?.checkpoints ?? [];
}

const CASES: readonly (readonly [string, OptionsInput])[] = [
  ['out.h5ad', {}],
  ['out.h5ad', { compression: 'gzip:1' }],
  ['out.zarr', { format: 'zarr3' }],
  ['out.zarr', { format: 'zarr2', compression: 'none', memory: 8 * 1024 * 1024 }],
];

describe.each(CASES)('a killed run of %s with %o', (name, options) => {
  it('is continued to the bytes of an unbroken one, from wherever it was killed', async () => {
    const { whole, folders } = await killedAt(name, options);
    expect(folders.length).toBeGreaterThan(20);
    const step = Math.ceil(folders.length / 3);
    const points = folders.filter((_, i) => i % step === 0 || i >= folders.length - 2);
    let skipped = 0;
    for (const folder of points) {
      const done = (await checkpointsIn(folder)).flatMap((checkpoint) => checkpoint.done);
      const written = new Set<string | null>();
      const output = path.join(folder, name);
      await run(output, {
        options,
        resume: true,
        onProgress: ({ phase, elem }) => {
          if (phase === 'write') written.add(elem);
        },
      });
      expect(await sha256(output)).toBe(whole);
      expect(done.filter((elem) => written.has(elem))).toEqual([]);
      expect(await fs.readdir(folder)).toEqual([name]);
      skipped += done.length;
    }
    expect(skipped).toBeGreaterThan(points.length * 5);
  });
});

// So many inputs that X has several chunks.
const COPIES = 12;

describe.each(['zarr3', 'zarr2'] as const)('a killed run to %s', (format) => {
  it('goes on inside of a matrix, behind the chunks that it has', async () => {
    const name = 'out.zarr';
    const options = { format, compression: 'gzip:1' };
    let seen = 0;
    const { whole, folders } = await killedAt(name, options, COPIES, ({ elem }) => {
      return elem === 'X' && seen++ % 14 === 12;
    });
    let chunks = 0;
    for (const folder of folders) {
      const last = (await checkpointsIn(folder)).at(-1);
      expect(last?.reached).toMatchObject({ elem: 'X' });
      chunks += JSON.stringify(last?.store).split('"count":').length - 1;
      const output = path.join(folder, name);
      await run(output, { options, copies: COPIES, resume: true });
      expect(await sha256(output)).toBe(whole);
      expect(await fs.readdir(folder)).toEqual([name]);
    }
    expect(chunks).toBeGreaterThan(0);
  });
});
