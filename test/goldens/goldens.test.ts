import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { formatSchema, type StoreFormat } from '../../src/shared/options.ts';
import { dumpedByTools } from '../hdf5/tools.ts';
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

/** Outcome of each case and format, and where it is done the comparison with the expected store. */
const outcomes = new Map<string, Outcome>();
let reports: z.infer<typeof reportsSchema> = {};
let folder = '';
const FORMATS = formatSchema.options;
const keyOf = (name: string, format: StoreFormat): string => `${name} ${format}`;
const outputOf = (name: string, format: StoreFormat): string =>
  path.join(folder, `${name}.${format === 'h5ad' ? format : `${format}.zarr`}`);

async function runCase(name: string, format: StoreFormat): Promise<{ readonly strNa: boolean }> {
  const file = path.join(DATA, name, 'options.json');
  const { inputs, options, str_na } = caseSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const paths = inputs.map((input) => path.join(DATA, name, input));
  const output = outputOf(name, format);
  outcomes.set(keyOf(name, format), await concatenate(paths, output, options, { format }));
  return { strNa: str_na };
}

function combinations(names: readonly string[]): (readonly [string, StoreFormat])[] {
  return names.flatMap((name) => FORMATS.map((format) => [name, format] as const));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'goldens-'));
  const done = [];
  for (const [name, format] of combinations(Object.keys(VERDICTS))) {
    const { strNa } = await runCase(name, format);
    const key = keyOf(name, format);
    const expected = path.join(DATA, name, 'expected.h5ad');
    if (outcomes.get(key)?.kind === 'done' && existsSync(expected)) {
      done.push({ name: key, actual: outputOf(name, format), expected, strNa });
    }
  }
  const list = path.join(folder, 'cases.json');
  await writeFile(list, JSON.stringify(done));
  await dumpedByTools(done.map(({ actual }) => actual).filter((file) => file.endsWith('.h5ad')));
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
const equal = combinations(cases.filter(isEqual).map(([name]) => name));

it.each(equal)('%s as %s equals the reference', (name, format) => {
  const key = keyOf(name, format);
  const outcome = outcomes.get(key);
  expect(outcome).toMatchObject({ kind: 'done', plan: { output: { format } } });
  expect(reports[key]?.differences).toEqual([]);
  const findings = outcome?.kind === 'done' ? outcome.plan.findings : [];
  const announced = findings.filter(({ code }) => code === 'C043').map(({ elem }) => elem);
  expect(announced).toEqual(reports[key]?.deviations.map(([elem]) => elem));
});

it.each(cases.filter((entry) => !isEqual(entry)))('%s is refused', (name, verdict) => {
  for (const format of FORMATS) {
    const outcome = outcomes.get(keyOf(name, format));
    expect(existsSync(outputOf(name, format))).toBe(false);
    if (verdict === 'usage') {
      expect(outcome).toMatchObject({ kind: 'invalid' });
    } else {
      const findings = outcome?.kind === 'refused' ? outcome.findings : null;
      expect(findings).toContainEqual(expect.objectContaining(verdict));
    }
  }
});
