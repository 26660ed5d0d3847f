import { expect, it, vi } from 'vitest';
import type { ColumnElem } from '../../anndata/elem.ts';
import { Inputs } from '../inputs.ts';
import { ColumnScan } from './column-scan.ts';
import type { ColumnSources } from './column-target.ts';

const column = (name: string): ColumnSources => {
  const elem: ColumnElem = {
    encoding: 'array',
    path: `obs/${name}`,
    dtype: 'float32',
    shape: [2],
    chunks: null,
    filters: [],
  };
  return { name, elems: [elem], rows: [2], blank: [false] };
};

it('reads the columns of a run once, however many of them ask', async () => {
  const inputs = new Inputs(['a.h5ad']);
  const read = vi.spyOn(inputs, 'read').mockImplementation((_, path) =>
    Promise.resolve({
      kind: 'numeric',
      dtype: 'float32',
      values: Float32Array.of(NaN, path === 'obs/filled' ? 1 : NaN),
    }),
  );
  const scan = new ColumnScan(inputs, 1024, undefined);
  const empty = ['a', 'b', 'c'].map(column);
  for (let k = 0; k < 3; k++) expect(await scan.isRunMissing(0, empty)).toBe(true);
  expect(read.mock.calls.map(([, path]) => path)).toEqual(['obs/a', 'obs/b', 'obs/c']);
  expect(await scan.isRunMissing(0, [...empty, column('filled')])).toBe(false);
});
