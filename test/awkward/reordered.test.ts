import path from 'node:path';
import { expect, it } from 'vitest';
import { inFolder } from '../hdf5/tools.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const script = path.join(import.meta.dirname, 'reordered.py');
const INPUTS = ['first.h5ad', 'second.zarr'];
/** The least there is. */
const SMALL = 8 * 1024 * 1024;

it.each([
  ['obs', 'inner', 'first', 'h5ad', 33],
  ['obs', 'outer', 'unique', 'zarr2', 33],
  ['var', 'outer', 'same', 'h5ad', 30],
  ['var', 'inner', 'only', 'zarr2', 3],
] as const)(
  'rows of awkward arrays follow the joined names: along %s, %s join, merge %s',
  async (axis, join, merge, format, least) => {
    await inFolder(async (folder) => {
      await python(script, ['make', folder, axis, join]);
      const output = format === 'h5ad' ? 'out.h5ad' : 'out.zarr';
      const outcome = await concatenate(
        INPUTS.map((name) => path.join(folder, name)),
        path.join(folder, output),
        { axis, join, merge, index_unique: '-' },
        { format, memory: SMALL },
      );
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      const kept = outcome.plan.elems.filter(
        ({ encoding, action }) => encoding === 'awkward-array' && action === 'merge',
      );
      expect(kept.length).toBeGreaterThanOrEqual(least);
      const report = await python(script, ['check', folder, axis, join, merge, output]);
      expect(report).toBe(`${kept.length} []\n`);
    });
  },
);

it('an awkward array without some of the joined names is refused, where anndata repeats its last row', async () => {
  await inFolder(async (folder) => {
    await python(script, ['make', folder, 'obs', 'inner']);
    const outcome = await concatenate(
      INPUTS.map((name) => path.join(folder, name)),
      path.join(folder, 'out.h5ad'),
      { join: 'outer', merge: 'only', index_unique: '-' },
    );
    const findings = outcome.kind === 'refused' ? outcome.findings : [];
    expect(findings.map(({ code, elem, facts }) => [code, elem, facts['encoding']])).toEqual(
      ['bits', 'records', 'union-lists'].map((key) => [
        'C031',
        `varm/own-${key}`,
        'awkward-array: without some of the names',
      ]),
    );
  });
});
