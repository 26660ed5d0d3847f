import type { Generation, StoreSummary } from '../../shared/tree.ts';
import { encodingType } from '../anndata/attrs.ts';
import { member, readOutline } from '../concat/outline.ts';
import type { Context } from '../context.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import { storeSize } from '../store/stat.ts';
import type { GroupNode, Node, Store } from '../store/store.ts';
import { type Inspected, membersOf, openInspection } from './inspection.ts';

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
 * What the form shows of an input, at a cost that does not grow with its columns, values and files.
 * @throws StoreNotFoundError, StoreUnreadableError, NotAnnDataError, ElemUnreadableError,
 *   CancelledError
 */
export async function summariseStore(
  path: string,
  { signal }: Context = {},
): Promise<StoreSummary> {
  const store = await openStore(path, signal);
  try {
    return await inStore(path, () => summaryOf(store, signal));
  } finally {
    await store.close();
  }
}

async function summaryOf(store: Store, signal: AbortSignal | undefined): Promise<StoreSummary> {
  const { path, format, root } = store;
  const { obs, var: vars, X } = await readOutline(store);
  const { bytes, hasMore } = await storeSize(path, signal);
  return {
    path,
    format,
    generation: generationOf(root, obs.node),
    bytes,
    hasMoreBytes: hasMore,
    nObs: obs.rows,
    nVars: vars.rows,
    X:
      X === null
        ? null
        : {
            encoding: X.encoding === 'unsupported' ? X.name : X.encoding,
            dtype: 'dtype' in X && typeof X.dtype === 'string' ? X.dtype : null,
          },
    layers: await namesOf(root, 'layers'),
    obsm: await namesOf(root, 'obsm'),
    hasRaw: (await member(root, 'raw'))?.kind === 'group' || (await root.has('raw.X')),
  };
}

/** Of a mapping; anndata 0.6 and older wrote some as records. */
async function namesOf(root: GroupNode, name: string): Promise<readonly string[]> {
  const node = await member(root, name);
  return node === undefined ? [] : membersOf(node);
}

/** By the marks of writers: 0.8 encodes the root, 0.7 writes tables as groups, 0.6 as records. */
function generationOf(root: Node, obs: Node): Generation {
  if (obs.kind === 'array') return '0.6';
  const isNew = encodingType(root) === 'anndata' || obs.attrs['encoding-version'] === '0.2.0';
  return isNew ? '0.8' : '0.7';
}
