import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { concatOnDisk } from '../../../src/api/index.ts';
import { digest } from '../../support/digest.ts';
import { PART_1, PART_2, PART_3 } from '../../support/samples.ts';
import { digestOf, type Suffix } from '../stage.ts';
import { makeLinedUp } from './lined-up.ts';
import type { Program } from './program.ts';

const GOLDENS = path.resolve(import.meta.dirname, '../../goldens/data');
const AWKWARD = ['in0', 'in1'].map((name) =>
  path.join(GOLDENS, 'obsm_awkward_outer', `${name}.h5ad`),
);
const OUTER = ['--join', 'outer', '--merge', 'first', '--uns-merge', 'first', '--pairwise'];
const GZIP = ['--compression', 'gzip:1'];

/** Something that child processes concatenate. */
export interface Stage {
  readonly name: string;
  readonly suffix: Suffix;
  readonly folder: string;
  readonly inputs: readonly string[];
  /** Arguments of the command line but for the output and what is to become of an old one. */
  readonly args: readonly string[];
  /** An earlier output, which may be in the way. */
  readonly old: string;
  readonly inputsDigest: string;
  readonly oldDigest: string;
  readonly wholeDigest: string;
  /** Of the result of a run that wants something else at the same place. */
  readonly otherDigest: string;
  /** Bytes of the result. */
  readonly bytes: number;
  /** Calls of the file system of an unbroken run. */
  readonly calls: readonly string[];
  /** Milliseconds that it took. */
  readonly took: number;
}

/** More arguments, with which there is another result. */
export const OTHER = ['--label', 'other'] as const;

type Make = (folder: string, suffix: Suffix) => Promise<readonly string[]>;
const copiesOf =
  (...stores: readonly string[]): Make =>
  async (folder) => {
    const places = stores.map((store, i) => path.join(folder, `${i}${path.extname(store)}`));
    for (const [i, place] of places.entries()) {
      await cp(stores[i] ?? '', place, { recursive: true });
    }
    return places;
  };
const PARTS = [PART_1, PART_2, PART_3];

const CASES: readonly (readonly [string, Make, readonly string[]])[] = [
  ['parts', copiesOf(...PARTS), OUTER],
  // So many that X is written in several blocks.
  ['many', copiesOf(...PARTS, ...PARTS, ...PARTS, ...PARTS), [...OUTER, ...GZIP]],
  ['lined-up', makeLinedUp, GZIP],
  ['awkward', copiesOf(...AWKWARD), OUTER],
];

/** All there are; each is made when it is first asked for. */
export function stagesIn(program: Program, folder: string): readonly (() => Promise<Stage>)[] {
  return CASES.flatMap(([name, make, args]) =>
    (['h5ad', 'zarr'] as const).map((suffix) => {
      let made: Promise<Stage> | undefined;
      return () => (made ??= begin(program, folder, { name, suffix, make, args }));
    }),
  );
}

interface Case {
  readonly name: string;
  readonly suffix: Suffix;
  readonly make: Make;
  readonly args: readonly string[];
}
async function begin(
  program: Program,
  folder: string,
  { name, suffix, make, args }: Case,
): Promise<Stage> {
  const place = path.join(folder, `${name}-${suffix}`);
  await mkdir(place);
  const inputs = await make(path.join(place, 'in'), suffix);
  return await makeStage(program, { name, suffix, folder: place, inputs, args });
}

type Beginning = Pick<Stage, 'name' | 'suffix' | 'folder' | 'inputs' | 'args'>;
async function makeStage(program: Program, beginning: Beginning): Promise<Stage> {
  const { folder, suffix, inputs, args } = beginning;
  const place = path.join(folder, `whole.${suffix}`);
  const concat = ['concat', ...inputs, ...args, '-o', place, '--json'];
  const started = performance.now();
  const { calls, bytes } = await program.unbroken(concat, folder);
  const took = performance.now() - started;
  const wholeDigest = await digest(place);
  await program.unbroken([...concat, ...OTHER, '--overwrite'], folder);
  const otherDigest = await digest(place);
  await rm(place, { recursive: true });
  const old = path.join(folder, `old.${suffix}`);
  await concatOnDisk(inputs.slice(0, 1), old);
  return {
    ...beginning,
    old,
    inputsDigest: await digestOf(inputs),
    oldDigest: await digest(old),
    wholeDigest,
    otherDigest,
    bytes,
    calls,
    took,
  };
}
