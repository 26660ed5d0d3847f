import { copyFile, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runResultSchema } from '../../src/shared/progress.ts';
import { PART_1, PART_2, PART_3 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';
import { run, type Outcome } from '../support/tool.ts';

const built = useBuild();
const own = useFolder('saved-');
beforeEach(async () => {
  await copyFile(PART_1, path.join(own.path, 'a.h5ad'));
});

const cli = (...args: readonly string[]): Promise<Outcome> =>
  run(built.cli, args, { cwd: own.path });

/** Plans a.h5ad and others into o.h5ad, and saves the plan. */
async function savePlan(...more: readonly string[]): Promise<void> {
  const { stdout } = await cli('plan', 'a.h5ad', PART_3, '-o', 'o.h5ad', '--json', ...more);
  await writeFile(path.join(own.path, 'PLAN.json'), stdout);
}

describe('run', () => {
  it('executes a saved plan as concat would', async () => {
    await savePlan('--join', 'outer', '--label', 'batch');
    const { code, stdout, stderr } = await cli('run', 'PLAN.json', '--json', '--verify', 'full');
    expect(code, stderr).toBe(0);
    expect(runResultSchema.parse(JSON.parse(stdout))).toMatchObject({
      output: 'o.h5ad',
      nObs: 467,
    });
    await cli('concat', 'a.h5ad', PART_3, '-o', 'p.h5ad', '--join', 'outer', '--label', 'batch');
    const same = await cli('verify', 'p.h5ad', '--against', 'PLAN.json', '--full');
    expect(same).toMatchObject({
      code: 0,
      stdout: 'p.h5ad is as planned: every value was checked.\n',
    });
  });

  it('replaces an existing output only when told to', async () => {
    await savePlan();
    await writeFile(path.join(own.path, 'o.h5ad'), 'precious');
    const refused = await cli('run', 'PLAN.json');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('error C004');
    expect(await readFile(path.join(own.path, 'o.h5ad'), 'utf8')).toBe('precious');
    expect(await cli('run', 'PLAN.json', '--overwrite', '--quiet')).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it.each([
    ['replaced by another', () => copyFile(PART_2, path.join(own.path, 'a.h5ad')), 'bytes'],
    ['written to', () => utimes(path.join(own.path, 'a.h5ad'), 1, 1), 'written to'],
    [
      'changed in place, with its time kept',
      async () => {
        const file = path.join(own.path, 'a.h5ad');
        const content = await readFile(file);
        content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
        await writeFile(file, content);
      },
      'header',
    ],
  ])('refuses when an input was %s since', async (_, change, reason) => {
    await savePlan();
    await change();
    const { code, stdout, stderr } = await cli('run', 'PLAN.json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('a.h5ad: An input changed since the plan was made');
    expect(stderr).toContain(reason);
    expect((await readdir(own.path)).sort()).toEqual(['PLAN.json', 'a.h5ad']);
  });

  it('refuses when an input is no longer there', async () => {
    await savePlan();
    await rm(path.join(own.path, 'a.h5ad'));
    const { code, stderr } = await cli('run', 'PLAN.json');
    expect(code).toBe(1);
    expect(stderr).toContain('a.h5ad: There is no such store.');
  });

  it.each([
    ['no such file', null, 'there is no such file'],
    ['no JSON', (text: string) => text.slice(1), 'it is no JSON'],
    ['other JSON', () => '{"kind": "recipe"}', 'it is no plan of anndata-concat'],
    [
      'another version',
      (text: string) => text.replace('"version": 1', '"version": 99'),
      'it is a plan of version 99',
    ],
    [
      'a field that is gone',
      (text: string) => text.replace('"action": "create"', '"deed": "create"'),
      'it is a plan that was changed: elems.0',
    ],
  ])('says what is wrong with a file: %s', async (_, change, reason) => {
    await savePlan();
    const file = path.join(own.path, 'PLAN.json');
    if (change === null) await rm(file);
    else await writeFile(file, change(await readFile(file, 'utf8')));
    const { code, stdout, stderr } = await cli('run', 'PLAN.json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('PLAN.json: The request is not valid.');
    expect(stderr).toContain(reason);
  });

  it('refuses a plan that promises something else than what would be written', async () => {
    await savePlan();
    const file = path.join(own.path, 'PLAN.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"dtype": "float32"', '"dtype": "float64"'));
    const { code, stderr } = await cli('run', 'PLAN.json');
    expect(code).toBe(1);
    expect(stderr).toContain('elems of the saved plan are not those of a plan made now');
  });
});

describe('verify', () => {
  it('accepts the result of its plan, and refuses that of another', async () => {
    await savePlan('--join', 'outer');
    await cli('run', 'PLAN.json', '--quiet');
    const structure = await cli('verify', 'o.h5ad', '--against', 'PLAN.json');
    expect(structure).toMatchObject({
      code: 0,
      stdout: 'o.h5ad is as planned: the structure was checked.\n',
    });
    const full = await cli('verify', 'o.h5ad', '--against', 'PLAN.json', '--full', '--json');
    expect(full.code, full.stderr).toBe(0);
    expect(JSON.parse(full.stdout)).toEqual({ store: 'o.h5ad', against: 'PLAN.json', full: true });
    expect(full.stderr).toContain('"phase":"verify"');
    const other = await cli('verify', 'a.h5ad', '--against', 'PLAN.json');
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toMatch(/^anndata-concat: .* of a\.h5ad: The result is not what was/mu);
  });

  it('finds a garbled value when told to look at all of them', async () => {
    await savePlan('--compression', 'none');
    await cli('run', 'PLAN.json', '--quiet');
    const file = path.join(own.path, 'o.h5ad');
    const content = await readFile(file);
    // The middle of the file is in X, which is most of it.
    const middle = Math.floor(content.length / 2);
    content[middle] = (content[middle] ?? 0) ^ 1;
    await writeFile(file, content);
    const { code, stderr } = await cli('verify', 'o.h5ad', '--against', 'PLAN.json', '--full');
    expect(code).toBe(1);
    expect(stderr).toContain('the values differ from row');
  });

  it.each([0, 1])('says when a store is cut to %i thirds', async (thirds) => {
    await savePlan();
    await cli('run', 'PLAN.json', '--quiet');
    const file = path.join(own.path, 'o.h5ad');
    const content = await readFile(file);
    await writeFile(file, content.subarray(0, Math.floor((content.length * thirds) / 3)));
    const { code, stdout } = await cli('verify', 'o.h5ad', '--against', 'PLAN.json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
