import { CATEGORY } from '../../shared/tree.ts';
import { copyText } from '../export/copy.ts';
import { expressionOf, readerOf } from '../export/expression.ts';
import { elemOf, type ElemEntry, type Entry, type ParentEntry } from '../tree/entry.ts';

/** Copies the path of an element inside of its store, or of a store on the disk. */
export const copyElemPath =
  () =>
  async (entry?: Entry): Promise<void> => {
    if (entry?.kind !== 'elem' && entry?.kind !== 'store') return;
    await copyText(entry.kind === 'store' ? entry.store : elemOf(entry));
  };

/** Copies what an element is in Python, or the call that reads a store. */
export const copyElemPython =
  () =>
  async (entry?: Entry): Promise<void> => {
    if (entry?.kind !== 'elem' && entry?.kind !== 'store') return;
    if (entry.kind === 'store') {
      await copyText(readerOf(entry.store));
      return;
    }
    await copyText(pythonOf(entry));
  };

function pythonOf(entry: ElemEntry): string {
  if (entry.node.encoding === CATEGORY) return categoryOf(entry);
  const { path, isIndex } = wholeOf(entry).node;
  return expressionOf(path, isIndex);
}

/** `adata.obs["louvain"].cat.categories[3]`. */
function categoryOf({ node, parent }: ElemEntry): string {
  const column = parent.kind === 'page' ? parent.parent : parent;
  const owner = column.kind === 'elem' ? expressionOf(column.node.path) : expressionOf('');
  return `${owner}.cat.categories[${node.value ?? ''}]`;
}

/** Parts of an awkward array are no values of their own in Python: the array is meant. */
function wholeOf(entry: ElemEntry): ElemEntry {
  let whole = entry;
  for (let at: ParentEntry = entry; at.kind !== 'store'; at = at.parent) {
    if (at.kind === 'elem' && at.node.encoding === 'awkward-array') whole = at;
  }
  return whole;
}
