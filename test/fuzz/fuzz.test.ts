import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { requestSchema } from '../../src/shared/options.ts';
import { python } from '../python.ts';
import { build, type Build } from '../support/build.ts';
import { engineOptions, referenceOptionsSchema } from '../support/concatenate.ts';
import { digest } from '../support/digest.ts';
import { type Answer, type FileServer, serveFiles } from '../support/file-server.ts';
import { badServer } from './bad-server.ts';
import { METADATA, mutateStore } from './mutate-store.ts';
import { Random } from './random.ts';
import { type Reaction, Subject } from './subject.ts';

// Set by tools/test-fuzz.mjs.
const FROM = Number(process.env['FUZZ_FROM'] ?? 0);
const SEEDS = Number(process.env['FUZZ_SEEDS'] ?? 300);
const KEEP = process.env['FUZZ_KEEP'];

const DATA = path.resolve(import.meta.dirname, '../goldens/data');
const LAYOUTS = path.join(import.meta.dirname, 'make-layouts.py');
const caseSchema = z.object({
  inputs: z.array(z.string()),
  options: referenceOptionsSchema,
  /** Whether the damaged store is on a server. */
  served: z.boolean().default(false),
});
const verdictsSchema = z.record(
  z.string(),
  z.strictObject({
    verdict: z.enum(['equal', 'reference fails', 'mismatch']),
    problems: z.array(z.string()),
  }),
);
interface Case {
  /** Absolute. */
  readonly inputs: readonly string[];
  readonly options: z.infer<typeof referenceOptionsSchema>;
  readonly served: boolean;
}

const seeds = Array.from({ length: SEEDS }, (_, i) => String(FROM + i));
/** What a seed has brought to light that must not be. */
const violations = new Map<string, string[]>();
const counts = new Map<string, number>();
const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

let built: Build;
let folder = '';
let server: FileServer;
/** What the server does instead of serving. */
let misbehave: Answer | null = null;

/** Cases whose options and inputs are valid: what goes wrong, goes wrong by the damage. */
async function casesIn(data: string): Promise<readonly Case[]> {
  const entries = await readdir(data, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const names = folders.filter((name) => !name.startsWith('err_')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(data, name, 'options.json'), 'utf8');
      const { inputs, ...same } = caseSchema.parse(JSON.parse(text));
      return { inputs: inputs.map((input) => path.join(data, name, input)), ...same };
    }),
  );
}

/** What is wrong with a reaction, or null: an error of ours names the file and the elem. */
function fault(reaction: Reaction, bad: string): string | null {
  if (reaction.kind === 'violation') return reaction.what;
  if (reaction.kind !== 'failed') return null;
  const { tag, path: file, elem, detail } = reaction.failure;
  if (tag === 'Internal') return `not an error of ours: ${detail ?? ''}`;
  if (file !== bad) return `${tag} names ${file ?? 'no file'}: ${detail ?? ''}`;
  if (tag === 'ElemUnreadable' && elem === null) return `${tag} names no elem: ${detail ?? ''}`;
  return null;
}

/** Ends of the URLs of what a client asks for, of a consolidated store or an archive. */
async function askedFor(store: string): Promise<readonly string[]> {
  const name = path.basename(store);
  if ((await stat(store)).isFile()) return [name];
  const files = await readdir(store, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name: own }) => path.join(parentPath, own))
    .map((file) => path.join(name, path.relative(store, file)))
    .filter((file) => path.dirname(file) === name || !METADATA.test(file))
    .sort();
}

async function runSeed(
  seed: string,
  random: Random,
  subject: Subject,
  { inputs: sources, options, served }: Case,
): Promise<object | null> {
  const own = path.join(folder, seed);
  await mkdir(own);
  const chosen = random.below(sources.length);
  const source = sources[chosen] ?? '';
  const copy = path.join(own, path.basename(source));
  const bad = served ? `${server.url}/${seed}/${path.basename(source)}` : copy;
  misbehave = null;
  if (served && random.next() < 0.5) {
    await cp(source, copy, { recursive: true });
    misbehave = badServer(await askedFor(copy), random);
  } else await mutateStore(source, copy, random);
  const before = await digest(copy);
  const withThe = (store: string): readonly string[] =>
    sources.map((other, i) => (i === chosen ? store : other));
  const output = path.join(own, random.next() < 0.5 ? 'out.h5ad' : 'out.zarr');
  const request = requestSchema.parse({
    inputs: withThe(bad).map((input) => ({ path: input })),
    output,
    options: engineOptions(options),
  });
  const reactions = await subject.expose(bad, source, request);
  const faults = reactions.map((reaction) => fault(reaction, bad)).filter((what) => what !== null);
  if ((await digest(copy)) !== before) faults.push('the input has changed');
  const isDone = reactions[2]?.kind === 'done';
  const left = (await readdir(own)).filter((file) => file !== path.basename(copy));
  if (left.join() !== (isDone ? path.basename(output) : '')) faults.push(`left: ${left.join()}`);
  violations.set(seed, faults);
  for (const { kind } of reactions.slice(0, 3)) count(kind);
  return isDone ? { name: seed, inputs: withThe(copy), output, options } : null;
}

beforeAll(async () => {
  built = await build();
  if (KEEP !== undefined) await mkdir(KEEP, { recursive: true });
  folder = KEEP ?? (await mkdtemp(path.join(tmpdir(), 'fuzz-')));
  server = await serveFiles(folder, (...asked) => misbehave?.(...asked) ?? false);
  const subject = new Subject(built.engine);
  const layouts = await mkdtemp(path.join(tmpdir(), 'fuzz-layouts-'));
  await python(LAYOUTS, [DATA, layouts]);
  const cases = [await casesIn(DATA), await casesIn(layouts)] as const;
  const done: object[] = [];
  for (const seed of seeds) {
    const random = new Random(Number(seed));
    const [first, ...others] = random.pick(cases);
    if (first === undefined) throw new Error('there are no cases');
    const result = await runSeed(seed, random, subject, random.pick([first, ...others]));
    if (result !== null) done.push(result);
    else if (KEEP === undefined) await rm(path.join(folder, seed), { recursive: true });
  }
  subject.close();
  await server.close();
  const list = path.join(folder, 'cases.json');
  await writeFile(list, JSON.stringify(done));
  const script = path.join(import.meta.dirname, 'compare.py');
  const verdicts = verdictsSchema.parse(JSON.parse(await python(script, [list])));
  await rm(layouts, { recursive: true });
  for (const [seed, { verdict, problems }] of Object.entries(verdicts)) {
    count(verdict);
    if (verdict === 'mismatch')
      violations.get(seed)?.push(`silently wrong: ${problems.join('; ')}`);
  }
}, SEEDS * 10_000);

afterAll(async () => {
  await built.remove();
  if (KEEP === undefined && existsSync(folder)) await rm(folder, { recursive: true });
  console.log([...counts].map(([what, number]) => `${number} ${what}`).join(', '));
});

it.each(seeds)('seed %s', (seed) => {
  expect(violations.get(seed)).toEqual([]);
});
