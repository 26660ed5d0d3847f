import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { python } from '../python.ts';
import { concatenate, type Outcome, referenceOptionsSchema } from '../support/concatenate.ts';
import { reportsSchema } from '../support/reports.ts';
import { VERDICTS } from './verdicts.ts';

const DATA = path.join(import.meta.dirname, 'data');
const COMPARE = path.join(import.meta.dirname, 'compare.py');

const caseSchema = z.object({
  inputs: z.array(z.string()),
  options: referenceOptionsSchema,
  str_na: z.boolean().default(false),
});

/** Outcome of each case, and for those that are done the comparison with the expected store. */
const outcomes = new Map<string, Outcome>();
let reports: z.infer<typeof reportsSchema> = {};
let folder = '';
const outputOf = (name: string): string => path.join(folder, `${name}.h5ad`);

async function runCase(name: string): Promise<{ readonly strNa: boolean }> {
  const file = path.join(DATA, name, 'options.json');
  const { inputs, options, str_na } = caseSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const paths = inputs.map((input) => path.join(DATA, name, input));
  outcomes.set(name, await concatenate(paths, outputOf(name), options));
  return { strNa: str_na };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'goldens-'));
  const done = [];
  for (const name of Object.keys(VERDICTS)) {
    const { strNa } = await runCase(name);
    const expected = path.join(DATA, name, 'expected.h5ad');
    if (outcomes.get(name)?.kind === 'done' && existsSync(expected)) {
      done.push({ name, actual: outputOf(name), expected, strNa });
    }
  }
  const list = path.join(folder, 'cases.json');
  await writeFile(list, JSON.stringify(done));
  reports = reportsSchema.parse(JSON.parse(await python(COMPARE, [list])));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('every golden case has a verdict', async () => {
  const entries = await readdir(DATA, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(Object.keys(VERDICTS).sort()).toEqual(names.sort());
});

const cases = Object.entries(VERDICTS);
const isEqual = ([, verdict]: (typeof cases)[number]): boolean => verdict === 'equal';

it.each(cases.filter(isEqual).map(([name]) => name))('%s equals the reference', (name) => {
  const outcome = outcomes.get(name);
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(reports[name]?.differences).toEqual([]);
  const findings = outcome?.kind === 'done' ? outcome.plan.findings : [];
  const announced = findings.filter(({ code }) => code === 'C043').map(({ elem }) => elem);
  expect(announced).toEqual(reports[name]?.deviations.map(([elem]) => elem));
});

it.each(cases.filter((entry) => !isEqual(entry)))('%s is refused', (name, verdict) => {
  const outcome = outcomes.get(name);
  expect(existsSync(outputOf(name))).toBe(false);
  if (verdict === 'usage') {
    expect(outcome).toMatchObject({ kind: 'invalid' });
  } else {
    const findings = outcome?.kind === 'refused' ? outcome.findings : null;
    expect(findings).toContainEqual(expect.objectContaining(verdict));
  }
});
