import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { concatOnDisk } from '../../src/api/index.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { engineOptions, referenceOptionsSchema } from '../support/concatenate.ts';
import { digest } from '../support/digest.ts';
import type { Random } from '../fuzz/random.ts';

const DATA = path.resolve(import.meta.dirname, '../goldens/data');
const caseSchema = z.object({ inputs: z.array(z.string()), options: referenceOptionsSchema });

/** Of a store's name. */
export type Suffix = 'h5ad' | 'zarr';

/** Something to run: inputs in a folder of their own, an output, and what it is when nothing fails. */
export interface Stage {
  readonly folder: string;
  readonly inputs: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly suffix: Suffix;
  readonly output: string;
  /** An earlier output, which may be in the way. */
  readonly old: string;
  readonly inputsDigest: string;
  readonly foreignDigest: string;
  readonly oldDigest: string;
  readonly wholeDigest: string;
}

/** @param name of a golden case @param inputSuffix of the inputs; null as they are */
export async function makeStage(
  folder: string,
  name: string,
  inputSuffix: Suffix | null,
  suffix: Suffix,
): Promise<Stage> {
  const text = await readFile(path.join(DATA, name, 'options.json'), 'utf8');
  const { inputs: names, options: named } = caseSchema.parse(JSON.parse(text));
  await mkdir(path.join(folder, 'in'), { recursive: true });
  await mkdir(path.join(folder, 'out'));
  const inputs: string[] = [];
  for (const input of names) {
    const source = path.join(DATA, name, input);
    const stem = path.basename(input, path.extname(input));
    const file = inputSuffix === null ? input : `${stem}.${inputSuffix}`;
    const copy = path.join(folder, 'in', file);
    if (inputSuffix === null) await cp(source, copy, { recursive: true });
    else await concatOnDisk([source], copy, { merge: 'same', unsMerge: 'same', pairwise: true });
    inputs.push(copy);
  }
  const { options } = requestSchema.parse({
    inputs: inputs.map((input) => ({ path: input })),
    output: 'o',
    options: engineOptions(named),
  });
  const output = path.join(folder, 'out', `o.${suffix}`);
  const stage = { folder, inputs, options, suffix, output };
  const old = path.join(folder, `old.${suffix}`);
  await concatOnDisk(inputs.slice(0, 1), old);
  await concatOnDisk(inputs, output, options);
  const wholeDigest = await digest(output);
  await rm(output, { recursive: true });
  const foreign = path.join(folder, 'foreign');
  await writeFile(foreign, FOREIGN);
  await cp(path.join(folder, 'in'), path.join(folder, 'kept'), { recursive: true });
  return {
    ...stage,
    old,
    inputsDigest: await digestOf(inputs),
    oldDigest: await digest(old),
    foreignDigest: await digest(foreign),
    wholeDigest,
  };
}

/** Makes damaged inputs whole again. */
export async function restoreInputs({ folder }: Stage): Promise<void> {
  await rm(path.join(folder, 'in'), { recursive: true, force: true });
  await cp(path.join(folder, 'kept'), path.join(folder, 'in'), { recursive: true });
}

export const digestOf = async (places: readonly string[]): Promise<string> =>
  (await Promise.all(places.map(digestOrNull))).join();

/** Null where there is nothing. */
export const digestOrNull = (place: string): Promise<string | null> =>
  digest(place).catch(() => null);

/** What another program writes at the output's place. */
export const FOREIGN = 'of another program';

/** Damages an input, at once: bits, its end, other content, or all of it. */
export function damage(store: string, random: Random): string {
  const files = filesOf(store);
  const file = files[random.below(files.length)] ?? store;
  const { size } = statSync(file);
  const manner = random.pick(['flip', 'truncate', 'replace', 'append', 'delete']);
  if (manner === 'flip' && size > 0) {
    const bytes = readFileSync(file);
    const at = random.below(size);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    writeFileSync(file, bytes);
  } else if (manner === 'truncate' && size > 0) truncateSync(file, random.below(size));
  else if (manner === 'replace') writeFileSync(file, 'no longer what it was');
  else if (manner === 'delete') rmSync(random.next() < 0.5 ? store : file, { recursive: true });
  else appendFileSync(file, 'more');
  return manner;
}

const filesOf = (place: string): readonly string[] =>
  statSync(place).isDirectory()
    ? readdirSyncDeep(place).filter((file) => statSync(file).isFile())
    : [place];

const readdirSyncDeep = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => path.join(folder, name));
