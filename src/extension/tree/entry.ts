import type { TreeNode } from '../../shared/tree.ts';

/**
 * A row of the tree: a store, an element of one, further members of one that has very many, or what
 * keeps an element from being shown.
 */
export type Entry = StoreEntry | ElemEntry | PageEntry | ProblemEntry;
/** Rows that have members. */
export type ParentEntry = StoreEntry | ElemEntry | PageEntry;

export interface StoreEntry {
  readonly kind: 'store';
  readonly store: string;
}
export interface ElemEntry {
  readonly kind: 'elem';
  readonly store: string;
  readonly node: TreeNode;
  readonly parent: ParentEntry;
}
/** Members `[start, stop)` of `total`; those of the first page are shown without one. */
export interface PageEntry {
  readonly kind: 'page';
  readonly store: string;
  readonly start: number;
  readonly stop: number;
  readonly total: number;
  readonly parent: StoreEntry | ElemEntry;
}
export interface ProblemEntry {
  readonly kind: 'problem';
  readonly store: string;
  readonly what: string;
  readonly parent: ParentEntry;
}

/** Path of the element inside of the store; '' for the store itself. */
export const elemOf = (entry: StoreEntry | ElemEntry): string =>
  entry.kind === 'store' ? '' : entry.node.path;

/** The same for the same thing as long as the store is shown, so that what is open stays open. */
export function idOf(entry: Entry): string {
  if (entry.kind === 'problem') return `${idOf(entry.parent)}\n!`;
  if (entry.kind === 'page') return `${idOf(entry.parent)}\n${entry.start}`;
  return `${entry.store}\n${elemOf(entry)}`;
}
