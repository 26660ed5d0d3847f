import type { StoreSummary, TreeNode } from '../../shared/tree.ts';
import { nodeAt } from '../concat/inputs.ts';
import { readManifest } from '../concat/manifest.ts';
import type { Context } from '../context.ts';
import { CancelledError, ConcatError, throwIfCancelled } from '../errors.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import type { ArrayNode, GroupNode } from '../store/store.ts';
import { describeNode, problemNode } from './describe.ts';

/** Members of an AnnData in the order in which its users think of them. */
const ORDER = ['X', 'layers', 'obs', 'var', 'obsm', 'varm', 'obsp', 'varp', 'uns', 'raw'];

export interface Inspected {
  readonly node: TreeNode;
  readonly children: readonly TreeNode[];
}

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
  const store = await openStore(path, signal);
  try {
    const node = await inStore(path, () => nodeAt(store, elem));
    const name = elem.slice(elem.lastIndexOf('/') + 1);
    const described = await describeNode(node, name, signal);
    if (!described.hasChildren) return { node: described, children: [] };
    const children =
      node.kind === 'group'
        ? await describeMembers(node, signal)
        : await describeFields(node, signal);
    return { node: described, children };
  } finally {
    await store.close();
  }
}

/** The fields of records. */
async function describeFields(
  array: ArrayNode,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  if (array.dtype.kind !== 'struct') return children;
  for (const { name } of array.dtype.fields) {
    children.push(await describeNode(array.field(name), name, signal));
  }
  return children;
}

async function describeMembers(
  group: GroupNode,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  const names = await group.keys();
  for (const name of group.path === '' || group.path === 'raw' ? inOrder(names) : names) {
    throwIfCancelled(signal);
    const path = group.path === '' ? name : `${group.path}/${name}`;
    try {
      children.push(await describeNode(await group.get(name), name, signal));
    } catch (error) {
      if (!(error instanceof ConcatError) || error instanceof CancelledError) throw error;
      children.push(problemNode(path, name, 'unreadable', error));
    }
  }
  return children;
}

function inOrder(names: readonly string[]): readonly string[] {
  const known = ORDER.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !ORDER.includes(name))];
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
