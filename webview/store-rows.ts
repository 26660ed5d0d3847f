import * as l10n from '@vscode/l10n';
import type { ToStorePage, Trail } from '../src/shared/store-page.ts';
import { CATEGORY, type TreeNode } from '../src/shared/tree.ts';
import {
  encodingIcon,
  formatBytes,
  formatCount,
  formatDtype,
  formatShape,
  printable,
} from '../src/shared/words/index.ts';
import type { GridRow } from './tree-grid.ts';

/** A row of the page of a store; what keeps an element from being shown stands for nothing. */
export interface StoreRow extends GridRow {
  readonly means: Trail[number] | null;
}

export const COLUMNS = [
  l10n.t('Element'),
  l10n.t('Encoding'),
  'dtype',
  l10n.t('Shape'),
  l10n.t('Contents'),
  l10n.t('Chunks'),
  l10n.t('Filters'),
  l10n.t('Size before compression'),
];
/** Columns of numbers. */
export const NUMBERS: ReadonlySet<number> = new Set([3, 5, 7]);

type Members = Extract<ToStorePage, { type: 'members' }>;

/**
 * Rows of the members of an element, and for those of further pages a row for each page.
 * @param isPage whether they are such a page
 */
export function rowsOf(
  { members, total, page }: Pick<Members, 'members' | 'total' | 'page'>,
  owner: string,
  isPage: boolean,
): readonly StoreRow[] {
  const rows = members.map(elemRow);
  for (let start = page; !isPage && start < total; start += page) {
    rows.push(pageRow(owner, start, Math.min(start + page, total), total));
  }
  return rows;
}

export const problemRow = (owner: string, what: string): StoreRow => ({
  id: `${owner}\n!`,
  icon: 'error',
  name: printable(what),
  cells: COLUMNS.slice(1).map(() => ''),
  hasMembers: false,
  means: null,
});

/** Id of the row that stands for this. */
export const idOf = (means: Trail[number], owner: string): string =>
  means.kind === 'elem' ? means.node.path : `${owner}\n${means.start}`;

function elemRow(node: TreeNode): StoreRow {
  const { encoding, problem, chunks, bytes, filters } = node;
  const cells = [
    encoding,
    formatDtype(node.dtype),
    formatShape(node.shape),
    contentsOf(node),
    formatShape(chunks),
    filters.join(', '),
    bytes === null ? '' : formatBytes(bytes),
  ];
  return {
    id: node.path,
    icon: problem === null ? encodingIcon(encoding, node.hasChildren) : 'error',
    name: printable(node.name),
    cells: cells.map(printable),
    hasMembers: node.hasChildren || (node.categories ?? 0) > 0,
    means: { kind: 'elem', node },
  };
}

function contentsOf({ encoding, problem, value, nnz, categories, ordered }: TreeNode): string {
  if (problem !== null) return l10n.t('cannot be read: {0}', problem);
  if (encoding === CATEGORY) return l10n.t('code {0}', value ?? '');
  if (value !== null) return value;
  if (nnz !== null) return l10n.t('{0} stored', formatCount(nnz));
  if (categories === null) return '';
  const count = formatCount(categories);
  return ordered === true
    ? l10n.t('{0} ordered categories', count)
    : l10n.t('{0} categories', count);
}

function pageRow(owner: string, start: number, stop: number, total: number): StoreRow {
  const means = { kind: 'page', start, stop, total } as const;
  return {
    id: idOf(means, owner),
    icon: 'ellipsis',
    name: l10n.t('{0} – {1} of {2}', formatCount(start + 1), formatCount(stop), formatCount(total)),
    cells: COLUMNS.slice(1).map(() => ''),
    hasMembers: true,
    means,
  };
}
