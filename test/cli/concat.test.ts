import { copyFile, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planSchema } from '../../src/shared/plan.ts';
import { runResultSchema } from '../../src/shared/progress.ts';
import { flatten, nestedTreeSchema, type NestedTree } from '../support/nested-tree.ts';
import { PART_1, PART_2, PART_3 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';
import { run, type Outcome } from '../support/tool.ts';

const built = useBuild();
const own = useFolder('concat-');

const cli = (...args: readonly string[]): Promise<Outcome> =>
  run(built.cli, args, { cwd: own.path });

async function inspect(store: string): Promise<readonly NestedTree[]> {
  const { stdout } = await cli('inspect', store, '--json');
  return flatten(nestedTreeSchema.parse(JSON.parse(stdout)));
}

async function folderSize(place: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(place, { recursive: true })) {
    const entry = await stat(path.join(place, name));
    if (entry.isFile()) bytes += entry.size;
  }
  return bytes;
}

describe('plan', () => {
  it('is readable as text', async () => {
    const { code, stdout } = await cli('plan', `k=${PART_1}`, PART_3, '-o', 'o.h5ad', '--quiet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 inputs → .*o\.h5ad \(h5ad, 467 × \d+\)$/mu);
    expect(stdout).toMatch(/^ {2}k .*234 × 600 +h5ad/mu);
    expect(stdout).toMatch(/^ {2}X +csr_matrix +float32 +467 × \d+ +all /mu);
    expect(stdout).toMatch(/^ {2}varm\/PCs .*drop +no merge strategy/mu);
    expect(await readdir(own.path)).toEqual([]);
  });

  it('is a plan as JSON, and nothing else on standard output', async () => {
    const { code, stdout, stderr } = await cli('plan', PART_1, PART_2, '-o', 'o.h5ad', '--json');
    expect(code).toBe(0);
    const plan = planSchema.parse(JSON.parse(stdout));
    expect(plan.inputs.map(({ nObs }) => nObs)).toEqual([234, 233]);
    for (const line of stderr.split('\n').filter(Boolean)) {
      expect(JSON.parse(line)).toMatchObject({ type: 'progress', phase: 'plan' });
    }
  });
});

describe('concat', () => {
  it.each(['zarr2', 'zarr3'])('writes and replaces a folder in the format %s', async (format) => {
    const args = ['concat', PART_1, PART_2, '-o', 'o.zarr', '--format', format, '--json'];
    for (const more of [[], ['--overwrite', '--compression', 'zstd:5']]) {
      const { code, stdout, stderr } = await cli(...args, ...more);
      expect(code, stderr).toBe(0);
      const { bytes } = runResultSchema.parse(JSON.parse(stdout));
      expect(await folderSize(path.join(own.path, 'o.zarr'))).toBe(bytes);
      expect(await readdir(own.path)).toEqual(['o.zarr']);
    }
    const nodes = await inspect('o.zarr');
    expect(nodes.find(({ path: at }) => at === 'X')).toMatchObject({ filters: ['zstd'] });
    const again = await cli(...args);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('C004');
  });

  it('writes what it planned', async () => {
    const args = [PART_1, PART_2, PART_3, '-o', 'o.h5ad', '--join', 'outer', '--label', 'batch'];
    const planned = await cli('concat', ...args, '--dry-run', '--json');
    expect(await readdir(own.path)).toEqual([]);
    const plan = planSchema.parse(JSON.parse(planned.stdout));
    const { code, stdout, stderr } = await cli('concat', ...args, '--json');
    expect(code, stderr).toBe(0);
    expect(runResultSchema.parse(JSON.parse(stdout))).toMatchObject(plan.result ?? {});
    expect(await readdir(own.path)).toEqual(['o.h5ad']);
    const nodes = await inspect('o.h5ad');
    const described = new Map(
      nodes.map(({ path: elem, encoding, dtype }) => [elem, { encoding, dtype }]),
    );
    for (const { path: elem, encoding, dtype, action } of plan.elems) {
      const written = described.get(elem);
      if (action !== 'drop') expect([elem, written]).toEqual([elem, { encoding, dtype }]);
    }
    expect(nodes.find((node) => node.path === 'X')?.shape).toEqual([
      plan.result?.nObs,
      plan.result?.nVars,
    ]);
  });

  it('tells the result on standard output and its progress on standard error', async () => {
    const { code, stdout, stderr } = await cli('concat', '--in', PART_1, PART_2, '--out', 'o.h5ad');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Wrote .*o\.h5ad: 467 × \d+, .*B, in .* s$/mu);
    expect(stdout).toMatch(/─ X +csr_matrix/u);
    expect(stdout).not.toMatch(/Writing/u);
    expect(stderr).toMatch(/^Writing +\d+ %/mu);
  });

  it('is silent on standard error with --quiet', async () => {
    expect(await cli('concat', PART_1, '-o', 'o.h5ad', '--quiet')).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('takes keys with paths, and a path with = in it', async () => {
    await copyFile(PART_2, path.join(own.path, 'x=1.h5ad'));
    const { stdout } = await cli('plan', `a=${PART_1}`, 'x=1.h5ad', '-o', 'o.h5ad', '--json');
    const plan = planSchema.parse(JSON.parse(stdout));
    expect(plan.request.inputs.map(({ key }) => key)).toEqual(['a', null]);
    expect(plan.inputs).toHaveLength(2);
  });

  it('leaves an existing output alone unless told otherwise', async () => {
    const output = path.join(own.path, 'o.h5ad');
    await writeFile(output, 'precious');
    const refused = await cli('concat', PART_1, PART_2, '-o', 'o.h5ad');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('error C004: The output exists already.');
    expect(refused.stderr).toContain('Fix: --overwrite');
    expect(await readFile(output, 'utf8')).toBe('precious');
    expect(await cli('concat', PART_1, PART_2, '-o', 'o.h5ad', '--overwrite')).toMatchObject({
      code: 0,
    });
    expect(await readdir(own.path)).toEqual(['o.h5ad']);
    expect((await inspect('o.h5ad'))[0]).toMatchObject({ encoding: 'anndata' });
  });

  it('refuses an output that is an input, by whatever name', async () => {
    await copyFile(PART_1, path.join(own.path, 'a.h5ad'));
    await symlink('a.h5ad', path.join(own.path, 'b.h5ad'));
    const before = await readFile(path.join(own.path, 'a.h5ad'));
    for (const output of ['a.h5ad', './a.h5ad', 'b.h5ad']) {
      const outcome = await cli('concat', 'a.h5ad', PART_2, '-o', output, '--overwrite');
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toContain('error C003: The output is one of the inputs.');
    }
    expect((await readFile(path.join(own.path, 'a.h5ad'))).equals(before)).toBe(true);
    expect(await readdir(own.path)).toEqual(['a.h5ad', 'b.h5ad']);
  });

  it('names every input that cannot be used', async () => {
    await writeFile(path.join(own.path, 'text.h5ad'), 'no HDF5');
    const { code, stdout, stderr } = await cli(
      ...['concat', PART_1, 'missing.h5ad', 'text.h5ad', '-o', 'o.h5ad'],
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error C002: .*\n +In missing\.h5ad\.\n +There is no such store\./u);
    expect(stderr).toMatch(/error C002: .*\n +In text\.h5ad\.\n +This store cannot be read\./u);
    expect(await readdir(own.path)).toEqual(['text.h5ad']);
  });

  it('needs the folder of the output', async () => {
    const { code, stderr } = await cli('concat', PART_1, '-o', 'no/such/o.h5ad');
    expect(code).toBe(1);
    expect(stderr).toContain('error C005: The output cannot be written there.');
    expect(await readdir(own.path)).toEqual([]);
  });
});
