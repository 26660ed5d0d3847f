import { expect, it } from 'vitest';
import { requestSchema } from '../../shared/options.ts';
import { toConcatOnDisk } from '../export/on-disk.ts';
import { toPython } from '../export/python.ts';
import { findConcatCall } from './concat-call.ts';

const request = requestSchema.parse({
  inputs: [
    { path: '/d/a"b\\c.h5ad', key: 'one' },
    { path: '/d/b.zarr', key: 'two' },
  ],
  output: '/d/out.h5ad',
  options: {
    axis: 'var',
    join: 'outer',
    merge: 'unique',
    unsMerge: 'first',
    label: 'donor',
    indexUnique: '-',
    fillValue: '-7',
    pairwise: true,
  },
});

it.each([
  ['Copy as Python', toPython],
  ['the cell with concat_on_disk', toConcatOnDisk],
] as const)('understands %s', (_, write) => {
  const call = findConcatCall(write(request));
  expect(call?.inputs.map(({ path }) => path)).toEqual(request.inputs.map(({ path }) => path));
  expect(call?.options).toEqual({ ...request.options, keys: ['one', 'two'] });
  expect(call?.ignored).toEqual([]);
});

it('understands mappings, comments, magics, constants and numbers as axes', () => {
  const call = findConcatCall(`%load_ext autoreload
!ls *.h5ad
from anndata.experimental import concat_on_disk
# concat_on_disk(["no"], "no")
concat_on_disk(
    {"a": "a.h5ad", "b": r"b\\c.h5ad"},  # two
    out_file=("all" ".zarr"),
    axis=1,
    label=None,
    fill_value=np.nan,
)
`);
  expect(call?.inputs).toEqual([
    { path: 'a.h5ad', key: 'a' },
    { path: 'b\\c.h5ad', key: 'b' },
  ]);
  expect(call?.output).toBe('all.zarr');
  expect(call?.options).toMatchObject({ axis: 'var', label: null, fillValue: 'nan' });
  expect(call?.ignored).toEqual([]);
});

it('names the arguments that are not literal', () => {
  const call = findConcatCall(
    'ad.concat([ad.read_h5ad("a.h5ad", backed="r")], keys=names, merge=lambda x: x[0], join="left", **more)',
  );
  expect(call?.ignored).toEqual(['**more', 'keys=names', 'merge=lambda x: x[0]', 'join="left"']);
});

it.each([
  'ad.concat(adatas)',
  'ad.concat([a, b])',
  'ad.concat([ad.read_h5ad(p) for p in paths])',
  'ad.concat([ad.read_h5ad("a.h5ad", as_sparse=["X"])])',
  'ad.concat([])',
  'concat_on_disk([f"{d}/a.h5ad"], "o")',
  'concat_on_disk({**stores}, "o")',
  'x = "ad.concat([ad.read_h5ad(1)])"',
  '',
])('finds no call in %s', (source) => {
  expect(findConcatCall(source)).toBeUndefined();
});

it('finds no call in brackets without end', () => {
  expect(findConcatCall(`ad.concat(${'['.repeat(5000)}`)).toBeUndefined();
});
