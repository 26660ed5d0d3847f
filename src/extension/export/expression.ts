import { isUrl } from '../../shared/url.ts';
import { pythonString } from './literal.ts';

/** Members of an AnnData, and of its raw, that are looked up by a name. */
const MAPPINGS = new Set(['obs', 'var', 'layers', 'obsm', 'varm', 'obsp', 'varp', 'uns']);

/**
 * What an element is in Python, where its store is `adata`: `adata.obsm["X_pca"]`.
 * @param elem path inside the store; '' is the store itself
 */
export function expressionOf(elem: string): string {
  const [first = '', ...rest] = elem === '' ? [] : elem.split('/');
  if (first === '') return 'adata';
  if (first === 'raw') {
    return rest.length === 0 ? 'adata.raw' : memberOf('adata.raw', rest);
  }
  return memberOf('adata', [first, ...rest]);
}

function memberOf(owner: string, [member = '', ...names]: readonly string[]): string {
  // Not a member that AnnData has: it is in the file only.
  if (member !== 'X' && !MAPPINGS.has(member)) return `${owner}  # ${pythonString(member)}`;
  const isFrame = member === 'obs' || member === 'var';
  // What anndata calls the names of an axis that have no name of their own, now and formerly.
  if (isFrame && (names[0] === '_index' || names[0] === 'index')) return `${owner}.${member}.index`;
  return `${owner}.${member}${names.map((name) => `[${pythonString(name)}]`).join('')}`;
}

/** The call that reads a store. Nothing else than an archive needs more than anndata. */
export function readerOf(store: string): string {
  const name = pythonString(store);
  if (isZipPath(store)) return `ad.read_zarr(zarr.storage.ZipStore(${name}))`;
  const isZarr = isUrl(store) || /\.zarr\/?$/iu.test(store);
  return isZarr ? `ad.read_zarr(${name})` : `ad.read_h5ad(${name})`;
}

export const isZipPath = (store: string): boolean => !isUrl(store) && /\.zip$/iu.test(store);
