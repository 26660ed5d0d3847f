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

/** Deeper than anyone nests by hand, and shallow enough for the stack. */
const MAX_DEPTH = 64;

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
 * @throws ElemUnreadableError when it is nested too deeply, as a circle of links is
 */
export async function readUns(group: GroupNode, depth = 0): Promise<UnsDict> {
  if (depth > MAX_DEPTH) {
    throw new ElemUnreadableError({ elem: group.path, reason: 'it is nested too deeply' });
  }
  const children = new Map<string, UnsNode>();
  for (const key of await group.keys()) {
    const node = await group.get(key);
    const elem = await readElem(node);
    const isDict = elem.encoding === 'dict' && node.kind === 'group';
    children.set(key, isDict ? await readUns(node, depth + 1) : { kind: 'value', elem });
  }
  return { kind: 'dict', children };
}

export const withoutKeys = (dict: UnsDict, keys: ReadonlySet<string>): UnsDict =>
  keys.size === 0
    ? dict
    : { kind: 'dict', children: new Map([...dict.children].filter(([key]) => !keys.has(key))) };
