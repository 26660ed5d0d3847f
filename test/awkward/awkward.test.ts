import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inspectStore } from '../../src/core/index.ts';
import { inFolder } from '../hdf5/tools.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const script = path.join(import.meta.dirname, 'chains.py');
const INPUTS = ['first.h5ad', 'second.zarr', 'third.h5ad'];
const TYPE =
  'var * {locus: ?string, junction_aa: string, umi_count: ?float64, productive: ?bool, consensus_count: int64}';
/** The least there is: blocks of 65 536 values. */
const SMALL = 8 * 1024 * 1024;

it('immune receptors of many cells are concatenated in blocks, into both formats', async () => {
  await inFolder(async (folder) => {
    await python(script, ['make', folder, '80000']);
    const inputs = INPUTS.map((name) => path.join(folder, name));
    const formats = { 'out.h5ad': 'h5ad', 'out.zarr': 'zarr3' } as const;
    for (const [name, format] of Object.entries(formats)) {
      const outcome = await concatenate(
        inputs,
        path.join(folder, name),
        { join: 'outer', uns_merge: 'same' },
        { format, memory: SMALL, verify: 'full' },
      );
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      const planned = Object.fromEntries(outcome.plan.elems.map((elem) => [elem.path, elem]));
      expect(planned['obsm/airr']).toMatchObject({
        encoding: 'awkward-array',
        dtype: TYPE,
        shape: [85_030],
        action: 'append',
      });
      expect(planned['obsm/some']).toMatchObject({ action: 'fill', sources: [0, 2] });
      expect(planned['uns/scheme']).toMatchObject({ dtype: '{a: var * ?int64}', action: 'merge' });
    }
    const report = await python(script, ['check', folder, ...Object.keys(formats)]);
    expect(report).toBe('[]\n[]\n');
    const { node } = await inspectStore(path.join(folder, 'out.h5ad'), 'obsm/airr');
    expect(node).toMatchObject({ encoding: 'awkward-array', dtype: TYPE, shape: [85_030] });
  });
});

it('awkward arrays where they cannot be joined are refused by name, all others joined', async () => {
  await inFolder(async (folder) => {
    await python(script, ['odd', folder]);
    const inputs = ['odd0.h5ad', 'odd1.h5ad'].map((name) => path.join(folder, name));
    const output = path.join(folder, 'out.h5ad');
    const options = { join: 'inner', merge: 'same', uns_merge: 'same' };
    const refused = await concatenate(inputs, output, options);
    const findings = refused.kind === 'refused' ? refused.findings : [];
    expect(findings.map(({ code, elem, facts }) => [code, elem, facts['encoding']])).toEqual([
      ['C031', 'layers/regular', 'awkward-array: a layer of other variables'],
      ['C031', 'obsm/dates', 'awkward-array: of datetime64[us]'],
      ['C031', 'varp/moved', 'awkward-array: in another order'],
    ]);
    await python(script, ['mend', folder]);
    const outcome = await concatenate(inputs, output, options);
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    const planned = outcome.plan.elems.filter(({ encoding }) => encoding === 'awkward-array');
    expect(planned.map((elem) => [elem.path, elem.dtype, elem.action])).toEqual([
      ['obsm/flat', 'int64', 'append'],
      ['uns/kept', 'var * float64', 'merge'],
    ]);
    expect(await python(script, ['show', folder])).toBe('[0, 2, 1, 2] [[1.0], []]\n');
  });
});

it('a layer of awkward arrays is joined, unless an input lacks it or it would be joined along var', async () => {
  await inFolder(async (folder) => {
    await python(script, ['layers', folder]);
    const inputs = ['odd0.h5ad', 'odd1.h5ad'].map((name) => path.join(folder, name));
    const joined = async (options: Readonly<Record<string, string>>) => {
      const outcome = await concatenate(inputs, path.join(folder, 'out.h5ad'), options);
      return outcome.kind === 'refused'
        ? outcome.findings.map(({ code, elem, facts }) => [code, elem, facts['encoding']])
        : outcome.kind === 'done' &&
            outcome.plan.elems.flatMap(({ path: elem, dtype, action }) =>
              elem.startsWith('layers/') ? [[elem, dtype, action]] : [],
            );
    };
    expect(await joined({ join: 'outer' })).toEqual([
      ['C031', 'layers/some', 'awkward-array: a layer that this input lacks'],
    ]);
    expect(await joined({ join: 'outer', axis: 'var' })).toEqual([
      ['C031', 'layers/both', 'awkward-array: a layer along var'],
      ['C031', 'layers/some', 'awkward-array: a layer along var'],
    ]);
    expect(await joined({ join: 'inner' })).toEqual([
      ['layers/both', '2 * var * float64', 'append'],
      ['layers/some', null, 'drop'],
    ]);
  });
});

it('an index that points to nothing is an error, and no output is left', async () => {
  await inFolder(async (folder) => {
    await python(script, ['make', folder, '100']);
    await python(script, ['damage', folder]);
    const inputs = INPUTS.map((name) => path.join(folder, name));
    const outcome = await concatenate(inputs, path.join(folder, 'out.h5ad'), { join: 'outer' });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { tag: 'ElemUnreadable' } });
    expect((await readdir(folder)).sort()).toEqual(INPUTS);
  });
});
