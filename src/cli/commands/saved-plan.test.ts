import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { optionsSchema } from '../../shared/options.ts';
import { error, FakeCli, planOf } from '../fake.test-support.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plan-'));
  file = path.join(folder, 'PLAN.json');
  const options = optionsSchema.parse({});
  const inputs = ['a.h5ad', 'b.h5ad'].map((input) => ({ path: input, key: null }));
  const plan = planOf({ inputs, output: 'o.h5ad', options }, []);
  await writeFile(file, JSON.stringify(plan));
});
afterAll(() => rm(folder, { recursive: true }));

it('runs a plan, and closes its inputs', async () => {
  const cli = new FakeCli();
  expect(await cli.run(`run ${file} --json`)).toBe(0);
  expect(JSON.parse(cli.out)).toMatchObject({ output: 'o.h5ad' });
  expect(cli.err).toContain('"phase":"write"');
  expect(cli.closed).toBe(1);
});

it('does not run a plan with errors', async () => {
  const cli = new FakeCli();
  expect(await cli.run(`run ${file}`, { findings: [error] })).toBe(1);
  expect(cli.out).toBe('');
  expect(cli.closed).toBe(1);
});

it.each([
  ['', false],
  [' --full', true],
])('verifies against a plan%s', async (flag, full) => {
  const cli = new FakeCli();
  expect(await cli.run(`verify o.h5ad --against ${file}${flag} --json`)).toBe(0);
  expect(cli.verified).toEqual([{ store: 'o.h5ad', output: 'o.h5ad', full }]);
  expect(JSON.parse(cli.out)).toEqual({ store: 'o.h5ad', against: file, full });
});

it.each(['run', 'verify o.h5ad', 'run x y'])('takes no less and no more: %s', async (line) => {
  const cli = new FakeCli();
  expect(await cli.run(line)).toBe(2);
  expect(cli.loaded).toBe(0);
});
