import type { Generation, StoreSummary, TreeNode } from '../../shared/tree.ts';
import { encodingType, stringAttr } from '../anndata/attrs.ts';
import { nodeAt } from '../concat/inputs.ts';
import { readManifest } from '../concat/manifest.ts';
import type { Context } from '../context.ts';
import { CancelledError, ConcatError, throwIfCancelled } from '../errors.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import type { ArrayNode, GroupNode, Node } from '../store/store.ts';
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
    const parent = name === elem ? null : await inStore(path, () => nodeAt(store, parentOf(elem)));
    const isIndex = parent !== null && indexKeyOf(parent) === name;
    const described = { ...(await describeNode(node, name, signal)), isIndex };
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

const parentOf = (elem: string): string => elem.slice(0, elem.lastIndexOf('/'));

/** Name of the member of a dataframe that is its index; undefined where the node is none. */
function indexKeyOf(node: Node): string | undefined {
  if (node.kind === 'group') {
    return encodingType(node) === 'dataframe' ? stringAttr(node.attrs, '_index') : undefined;
  }
  // Of the tables of anndata 0.6 and older, the first field.
  const isTable = ['obs', 'var', 'raw.var', 'raw/var'].includes(node.path);
  return isTable && node.dtype.kind === 'struct' ? node.dtype.fields[0]?.name : undefined;
}

/** The fields of records. */
async function describeFields(
  array: ArrayNode,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  if (array.dtype.kind !== 'struct') return children;
  const index = indexKeyOf(array);
  for (const { name } of array.dtype.fields) {
    const field = await describeNode(array.field(name), name, signal);
    children.push({ ...field, isIndex: name === index });
  }
  return children;
}

async function describeMembers(
  group: GroupNode,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  const names = await group.keys();
  const index = indexKeyOf(group);
  for (const name of group.path === '' || group.path === 'raw' ? inOrder(names) : names) {
    throwIfCancelled(signal);
    const path = group.path === '' ? name : `${group.path}/${name}`;
    try {
      const member = await describeNode(await group.get(name), name, signal);
      children.push({ ...member, isIndex: name === index });
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
