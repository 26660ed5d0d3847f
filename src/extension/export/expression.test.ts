import { expect, it } from 'vitest';
import { expressionOf } from './expression.ts';

it.each([
  ['', 'adata'],
  ['X', 'adata.X'],
  ['obs', 'adata.obs'],
  ['obs/louvain', 'adata.obs["louvain"]'],
  ['obs/index', 'adata.obs["index"]'],
  ['obsm/X_pca', 'adata.obsm["X_pca"]'],
  ['uns/pca/variance', 'adata.uns["pca"]["variance"]'],
  ['raw', 'adata.raw'],
  ['raw/X', 'adata.raw.X'],
  ['raw/var/n_cells', 'adata.raw.var["n_cells"]'],
  ['layers/a"b', 'adata.layers["a\\"b"]'],
  ['uns/__proto__', 'adata.uns["__proto__"]'],
  ['extra', 'adata  # "extra"'],
])('%s is %s', (elem, expression) => {
  expect(expressionOf(elem)).toBe(expression);
});

it.each([
  ['obs/_index', 'adata.obs_names'],
  ['obs/cell id', 'adata.obs_names'],
  ['var/index', 'adata.var_names'],
  ['raw/var/gene', 'adata.raw.var_names'],
  ['obsm/table/cell', 'adata.obsm["table"].index'],
  ['uns/a/b/row', 'adata.uns["a"]["b"].index'],
])('%s is %s where it is the index', (elem, expression) => {
  expect(expressionOf(elem, true)).toBe(expression);
});
