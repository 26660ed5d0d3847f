import type { TreeNode } from '../../shared/tree.ts';
import type { Engine } from '../engine/client.ts';

/** Members that are read at a time. */
export const PAGE = 1000;

/** Whether there is something to open: elements, or the categories of a categorical. */
export const hasMembers = ({ hasChildren, categories }: TreeNode): boolean =>
  hasChildren || (categories ?? 0) > 0;

/**
 * A page of the members of an element, from `start` on, and how many there are in all.
 * @param elem path inside the store; '' is the store itself
 * @throws EngineError
 */
export async function membersOf(
  engine: Pick<Engine, 'inspect'>,
  store: string,
  elem: string,
  start: number,
): Promise<{ readonly members: readonly TreeNode[]; readonly total: number }> {
  const { children, total } = await engine.inspect(store, elem, { start, limit: PAGE });
  return { members: elem === '' ? inFieldOrder(children) : children, total };
}

/** The order in which AnnData is described everywhere; what is not of it comes last. */
const ORDER = ['obs', 'var', 'X', 'layers', 'obsm', 'varm', 'obsp', 'varp', 'uns', 'raw'];

function inFieldOrder(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const rank = ({ name }: TreeNode): number => {
    const position = ORDER.indexOf(name);
    return position === -1 ? ORDER.length : position;
  };
  return [...nodes].sort((a, b) => rank(a) - rank(b));
}
