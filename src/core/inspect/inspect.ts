import type { Generation, StoreSummary } from '../../shared/tree.ts';
import { encodingType } from '../anndata/attrs.ts';
import { readManifest } from '../concat/manifest.ts';
import type { Context } from '../context.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import type { Node } from '../store/store.ts';
import { type Inspected, openInspection } from './inspection.ts';

/**
 * One node of a store and its direct members, at the cost of their metadata.
 * @param elem path inside the store, '' for the root
 * @throws StoreNotFoundError, StoreUnreadableError, ElemUnreadableError, CancelledError
 */
export async function inspectStore(
  path: string,
  elem: string,
  { signal }: Context = {},
): Promise<Inspected> {
  const inspection = await openInspection(path, { signal });
  try {
    const { node, children } = await inspection.inspect(elem, {}, { signal });
    return { node, children };
  } finally {
    await inspection.close();
  }
}

/**
 * What the form shows of an input.
 * @throws StoreNotFoundError, StoreUnreadableError, NotAnnDataError, ElemUnreadableError,
 *   ElemUnsupportedError
 */
export async function summariseStore(
  path: string,
  { signal }: Context = {},
): Promise<StoreSummary> {
  const store = await openStore(path, signal);
  try {
    const manifest = await inStore(path, () => readManifest(store, { wholeUns: false }));
    const { X } = manifest;
    return {
      path,
      format: manifest.format,
      generation: generationOf(store.root, await store.root.get('obs')),
      bytes: manifest.bytes,
      nObs: manifest.obs.rows,
      nVars: manifest.var.rows,
      X:
        X === null
          ? null
          : {
              encoding: X.encoding === 'unsupported' ? X.name : X.encoding,
              dtype: 'dtype' in X && typeof X.dtype === 'string' ? X.dtype : null,
            },
      layers: [...manifest.layers.keys()],
      obsm: [...manifest.obsm.keys()],
      hasRaw: manifest.raw !== null,
    };
  } finally {
    await store.close();
  }
}

/** By the marks of writers: 0.8 encodes the root, 0.7 writes tables as groups, 0.6 as records. */
function generationOf(root: Node, obs: Node): Generation {
  if (obs.kind === 'array') return '0.6';
  const isNew = encodingType(root) === 'anndata' || obs.attrs['encoding-version'] === '0.2.0';
  return isNew ? '0.8' : '0.7';
}
