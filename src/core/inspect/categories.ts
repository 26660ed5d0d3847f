import { CATEGORY, type TreeNode } from '../../shared/tree.ts';

import { arrayMember, readElem } from '../anndata/read-elem.ts';
import { dtypeName } from '../store/dtype.ts';
import type { Node } from '../store/store.ts';
import { blank, valueText } from './describe.ts';

/**
 * Categories of a categorical as nodes: each with its text as the name and its code as the value.
 * @throws ElemUnreadableError, CancelledError
 */
export async function describeCategories(
  node: Node,
  start: number,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const elem = await readElem(node);
  if (elem.encoding !== 'categorical' || node.kind !== 'group') return [];
  const stop = Math.min(elem.categories, start + limit);
  if (start >= stop) return [];
  const categories = await arrayMember(node, 'categories');
  const block = await categories.read(start, stop, signal);
  const dtype = dtypeName(elem.categoriesDtype);
  return Array.from({ length: stop - start }, (_, position) => {
    const code = start + position;
    const name = valueText(block, position);
    return { ...blank(`${elem.path}[${code}]`, name, CATEGORY), dtype, value: String(code) };
  });
}
