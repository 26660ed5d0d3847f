import { isZipPath, readerOf } from '../export/expression.ts';

/** Lines that open stores: an `.h5ad` without loading X, which only that format can do. */
export function backedReaderOf(stores: readonly string[]): string {
  const isOne = stores.length === 1;
  return [
    'import anndata as ad',
    ...(stores.some(isZipPath) ? ['import zarr'] : []),
    '',
    ...stores.map((store, position) => {
      const call = readerOf(store).replace(/^(ad\.read_h5ad\(.*)\)$/u, '$1, backed="r")');
      return `adata${isOne ? '' : position + 1} = ${call}`;
    }),
    ...(isOne ? ['adata'] : []),
  ].join('\n');
}
