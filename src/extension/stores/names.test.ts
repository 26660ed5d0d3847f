import path from 'node:path';
import { expect, it } from 'vitest';
import { firstFree, proposeKeys } from './names.ts';

const store = (...parts: string[]): string => path.join(path.sep, ...parts);

it('takes the stem as the key', () => {
  expect(proposeKeys([store('d', 'b_cells.h5ad'), store('d', 't.cells.zarr')], [])).toEqual([
    'b_cells',
    't.cells',
  ]);
});

it('tells stores of one name apart by their folders', () => {
  const stores = [store('run1', 'counts.h5ad'), store('run2', 'counts.h5ad')];
  expect(proposeKeys(stores, [])).toEqual(['run1/counts', 'run2/counts']);
});

it('never gives a key twice, nor one that is taken', () => {
  const stores = [store('x', 'run', 'a.h5ad'), store('y', 'run', 'a.zarr'), store('b.h5ad')];
  const keys = proposeKeys(stores, ['run/a', 'b']);
  expect(keys).toEqual(['run/a-2', 'run/a-3', '/b']);
});

it('numbers a name until it is free', () => {
  const taken = new Set(['a', 'a-2']);
  expect(firstFree('a', (name) => !taken.has(name))).toBe('a-3');
});
