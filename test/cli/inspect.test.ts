import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, type Build } from '../support/build.ts';
import { flatten, nestedTreeSchema } from '../support/nested-tree.ts';
import { PART_1, PART_3 } from '../support/samples.ts';
import { run } from '../support/tool.ts';

let built: Build;
let folder: string;
beforeAll(async () => {
  built = await build();
  folder = await mkdtemp(path.join(tmpdir(), 'inspect-'));
});
afterAll(async () => {
  await built.remove();
  await rm(folder, { recursive: true });
});

describe('inspect', () => {
  it.each([
    [PART_1, [234, 600], 46_375],
    [PART_3, [233, 700], 53_506],
  ])('gives the tree of %s as text and as JSON', async (store, shape, nnz) => {
    const text = await run(built.cli, ['inspect', store]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    const json = await run(built.cli, ['inspect', store, '--json']);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    const nodes = flatten(nestedTreeSchema.parse(JSON.parse(json.stdout)));
    const find = (elem: string): unknown => nodes.find((node) => node.path === elem);
    expect(find('X')).toMatchObject({ encoding: 'csr_matrix', dtype: 'float32', shape, nnz });
    expect(find('obs/louvain')).toMatchObject({ encoding: 'categorical', categories: 11 });
    expect(find('uns/neighbors/params/method')).toMatchObject({ value: 'umap' });
    expect(nodes.filter(({ problem }) => problem !== null)).toEqual([]);
    // One line a node, below the line of titles.
    expect(text.stdout.trimEnd().split('\n')).toHaveLength(nodes.length + 1);
    expect(text.stdout).toMatch(/─ X +csr_matrix +float32 .*chunks .*(gzip|blosc)/u);
    expect(text.stdout).toMatch(/─ method .* umap$/mu);
  });

  it('shows a name that would act on the terminal, without letting it', async () => {
    const store = path.join(folder, 'a\u001b[31m\n.h5ad');
    await copyFile(PART_1, store);
    const { code, stdout } = await run(built.cli, ['inspect', store]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('a\\u001b[31m\\u000a.h5ad');
  });

  it('does not mind a reader that has gone', async () => {
    const outcome = await run(built.cli, ['inspect', PART_1, '--json'], {
      meanwhile: (child) => child.stdout?.destroy(),
    });
    expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('tells what is wrong with what it cannot show, and ends with 1', async () => {
    const cases: (readonly [string, string])[] = [['missing.h5ad', 'There is no such store.']];
    const unreadable = 'This store cannot be read.';
    await writeFile(path.join(folder, 'text.h5ad'), 'no HDF5');
    cases.push(['text.h5ad', unreadable]);
    await writeFile(path.join(folder, 'empty.h5ad'), '');
    cases.push(['empty.h5ad', unreadable]);
    await mkdir(path.join(folder, 'empty.zarr'));
    cases.push(['empty.zarr', unreadable]);
    for (const [name, message] of cases) {
      const store = path.join(folder, name);
      const { code, stdout, stderr } = await run(built.cli, ['inspect', store]);
      expect({ name, code, stdout }).toEqual({ name, code: 1, stdout: '' });
      expect(stderr).toContain(`${store}: ${message}`);
    }
  });
});
