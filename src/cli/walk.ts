import { MAX_DEPTH, type TreeNode } from '../shared/tree.ts';
import type { Core } from './io.ts';

/** A node with its members; null where they were not looked at. */
export interface NestedNode extends TreeNode {
  readonly children: readonly NestedNode[] | null;
}

/** Links may lead to one group in very many ways: no real store has that many. */
const MAX_GROUPS = 10_000;

/**
 * The whole tree of a store, at the cost of its metadata; the store is opened once.
 * @throws what `inspectStore` throws
 */
export async function walkStore(
  openInspection: Core['openInspection'],
  path: string,
  signal?: AbortSignal,
): Promise<NestedNode> {
  const inspection = await openInspection(path, { signal });
  let groups = 0;
  const nested = async (node: TreeNode, depth: number): Promise<NestedNode> => {
    if (!node.hasChildren || node.problem !== null) return { ...node, children: [] };
    if (depth === MAX_DEPTH || groups === MAX_GROUPS) return { ...node, children: null };
    groups += 1;
    const { children } = await inspection.inspect(node.path, {}, { signal });
    return { ...node, children: await nestedAll(children, depth + 1) };
  };
  const nestedAll = async (
    nodes: readonly TreeNode[],
    depth: number,
  ): Promise<readonly NestedNode[]> => {
    const results: NestedNode[] = [];
    for (const node of nodes) results.push(await nested(node, depth));
    return results;
  };
  try {
    const { node, children } = await inspection.inspect('', {}, { signal });
    return { ...node, children: await nestedAll(children, 1) };
  } finally {
    await inspection.close();
  }
}
