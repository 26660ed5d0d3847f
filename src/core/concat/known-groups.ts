import type { GroupNode, Node, Store } from '../store/store.ts';

/** Groups kept of a store: those on the way to a column or matrix. */
const MOST = 16;

const known = new WeakMap<Store, Map<string, GroupNode>>();

/**
 * A member of a group. Groups found last are remembered: all columns of a dataframe are found by way
 * of its group, whose attributes name each of them and must not be read for every one again.
 */
export async function memberOf(store: Store, group: GroupNode, name: string): Promise<Node> {
  const path = group.path === '' ? name : `${group.path}/${name}`;
  const groups = known.get(store) ?? new Map<string, GroupNode>();
  known.set(store, groups);
  const found = groups.get(path) ?? (await group.get(name));
  if (found.kind === 'array') return found;
  groups.delete(path);
  groups.set(path, found);
  for (const [oldest] of groups) {
    if (groups.size <= MOST) break;
    groups.delete(oldest);
  }
  return found;
}
