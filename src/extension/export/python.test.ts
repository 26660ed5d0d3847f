import { expect, it } from 'vitest';
import { requestSchema } from '../../shared/options.ts';
import { pythonString } from './literal.ts';
import { toPython } from './python.ts';

it('reads, concatenates and writes', () => {
  const request = requestSchema.parse({
    inputs: [{ path: '/d/a.h5ad', key: 'a' }, { path: '/d/b.zarr' }, { path: '/d/c.zarr.zip' }],
    output: '/d/o.h5ad',
    options: { join: 'outer', label: 'donor', fillValue: '-07', compression: 'gzip:4' },
  });
  expect(toPython(request)).toBe(`import anndata as ad
import zarr

adata = ad.concat(
    [
        ad.read_h5ad("/d/a.h5ad"),
        ad.read_zarr("/d/b.zarr"),
        ad.read_zarr(zarr.storage.ZipStore("/d/c.zarr.zip")),
    ],
    join="outer",
    label="donor",
    keys=["a", "1", "2"],
    fill_value=-7,
)
adata.write_h5ad("/d/o.h5ad", compression="gzip", compression_opts=4)
`);
});

it('writes Zarr of the format that is asked for', () => {
  const request = requestSchema.parse({
    inputs: [{ path: 'https://x.org/a.zarr' }],
    output: '/d/o.zarr',
    options: { pairwise: true, fillValue: 'nan', format: 'zarr2' },
  });
  const text = toPython(request);
  expect(text).toContain('ad.read_zarr("https://x.org/a.zarr")');
  expect(text).toContain('    pairwise=True,\n    fill_value=float("nan"),\n');
  expect(text).toContain('ad.settings.zarr_write_format = 2\nadata.write_zarr("/d/o.zarr")\n');
});

it('keeps quotes, backslashes and what turns text in a literal', () => {
  expect(pythonString('a"b\\c\u202ed\n')).toBe('"a\\"b\\\\c\\u202ed\\n"');
});
