import { expect, it } from 'vitest';
import { backedReaderOf } from './reader.ts';

it('opens an .h5ad without loading X', () => {
  expect(backedReaderOf(['/d/a (1).h5ad'])).toBe(
    'import anndata as ad\n\nadata = ad.read_h5ad("/d/a (1).h5ad", backed="r")\nadata',
  );
});

it('opens several stores of any format', () => {
  expect(backedReaderOf(['/d/a.h5ad', '/d/b.zarr', '/d/c.zarr.zip'])).toBe(
    `import anndata as ad
import zarr

adata1 = ad.read_h5ad("/d/a.h5ad", backed="r")
adata2 = ad.read_zarr("/d/b.zarr")
adata3 = ad.read_zarr(zarr.storage.ZipStore("/d/c.zarr.zip"))`,
  );
});
