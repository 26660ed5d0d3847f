import { MAX_DEPTH } from '../../../shared/tree.ts';
import { encodingType } from '../../anndata/attrs.ts';
import type { Elem } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { ElemUnreadableError } from '../../errors.ts';
import type { GroupNode } from '../../store/store.ts';

/** uns: nested dicts with elems for leaves. */
export type UnsNode = UnsDict | { readonly kind: 'value'; readonly elem: Elem };
export interface UnsDict {
  readonly kind: 'dict';
  readonly children: ReadonlyMap<string, UnsNode>;
}

/** Links may lead to one group in very many ways, each of which is a member of its own. */
const MAX_NODES = 100_000;

/**
 * The top level of uns, which is all that a plan without a merge strategy needs: uns can be larger
 * than everything else that a plan reads.
 */
export async function readUnsKeys(group: GroupNode): Promise<UnsDict> {
  const children = new Map<string, UnsNode>();
  for (const key of await group.keys()) {
    const node = await group.get(key);
    const name = encodingType(node);
    const isDict = node.kind === 'group' && (name === '' || name === 'dict');
    const elem: Elem = { encoding: 'unsupported', path: node.path, name: name || node.kind };
    children.set(key, isDict ? { kind: 'dict', children: new Map() } : { kind: 'value', elem });
  }
  return { kind: 'dict', children };
}

/**
 * All of uns.
 * @throws ElemUnreadableError when it is nested too deeply, or has too many members
 */
export const readUns = (group: GroupNode): Promise<UnsDict> =>
  readDict(group, 1, { left: MAX_NODES });

async function readDict(
  group: GroupNode,
  depth: number,
  nodes: { left: number },
): Promise<UnsDict> {
  if (depth === MAX_DEPTH) {
    throw new ElemUnreadableError({ elem: group.path, reason: 'it is nested too deeply' });
  }
  const keys = await group.keys();
  nodes.left -= keys.length;
  if (nodes.left < 0) {
    const reason = `uns has more than ${MAX_NODES} members, those that links repeat among them`;
    throw new ElemUnreadableError({ elem: group.path, reason });
  }
  const children = new Map<string, UnsNode>();
  for (const key of keys) {
    const node = await group.get(key);
    const elem = await readElem(node);
    const isDict = elem.encoding === 'dict' && node.kind === 'group';
    children.set(key, isDict ? await readDict(node, depth + 1, nodes) : { kind: 'value', elem });
  }
  return { kind: 'dict', children };
}

export const withoutKeys = (dict: UnsDict, keys: ReadonlySet<string>): UnsDict =>
  keys.size === 0
    ? dict
    : { kind: 'dict', children: new Map([...dict.children].filter(([key]) => !keys.has(key))) };
