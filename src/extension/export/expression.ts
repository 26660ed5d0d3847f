import { isUrl } from '../../shared/url.ts';
import { pythonString } from './literal.ts';

/** Members of an AnnData, and of its raw, that are looked up by a name. */
const MAPPINGS = new Set(['obs', 'var', 'layers', 'obsm', 'varm', 'obsp', 'varp', 'uns']);

/**
 * What an element is in Python, where its store is `adata`: `adata.obsm["X_pca"]`.
 * @param elem path inside the store; '' is the store itself
 * @param isIndex whether it is the index of the dataframe that it is in
 */
export function expressionOf(elem: string, isIndex = false): string {
  const [first = '', ...rest] = elem === '' ? [] : elem.split('/');
  if (first === '') return 'adata';
  if (first === 'raw') {
    return rest.length === 0 ? 'adata.raw' : memberOf('adata.raw', rest, isIndex);
  }
  return memberOf('adata', [first, ...rest], isIndex);
}

function memberOf(
  owner: string,
  [member = '', ...names]: readonly string[],
  isIndex: boolean,
): string {
  // Not a member that AnnData has: it is in the file only.
  if (member !== 'X' && !MAPPINGS.has(member)) return `${owner}  # ${pythonString(member)}`;
  const isAxis = member === 'obs' || member === 'var';
  if (isIndex && isAxis) return `${owner}.${member}_names`;
  const within = isIndex ? names.slice(0, -1) : names;
  const found = `${owner}.${member}${within.map((name) => `[${pythonString(name)}]`).join('')}`;
  return isIndex ? `${found}.index` : found;
}

/** The call that reads a store. Nothing else than an archive needs more than anndata. */
export function readerOf(store: string): string {
  const name = pythonString(store);
  if (isZipPath(store)) return `ad.read_zarr(zarr.storage.ZipStore(${name}))`;
  const isZarr = isUrl(store) || /\.zarr\/?$/iu.test(store);
  return isZarr ? `ad.read_zarr(${name})` : `ad.read_h5ad(${name})`;
}

export const isZipPath = (store: string): boolean => !isUrl(store) && /\.zip$/iu.test(store);
