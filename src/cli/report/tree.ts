import type { TreeNode } from '../../shared/tree.ts';
import {
  formatBytes,
  formatCount,
  formatDtype,
  formatShape,
  printable,
} from '../../shared/words/index.ts';
import type { NestedNode } from '../walk.ts';
import { table } from './table.ts';

/** The tree as a table, one line a node. */
export function reportTree(root: NestedNode, title: string): string {
  const rows = [[printable(title), ...cells(root)], ...childRows(root, '')];
  return table(['element', 'encoding', 'dtype', 'shape', 'size', 'stored as', 'value'], rows);
}

function childRows({ children }: NestedNode, indent: string): readonly (readonly string[])[] {
  return (children ?? []).flatMap((child, position, all) => {
    const isLast = position === all.length - 1;
    const row = [`${indent}${isLast ? '└─ ' : '├─ '}${printable(child.name)}`, ...cells(child)];
    return [row, ...childRows(child, `${indent}${isLast ? '   ' : '│  '}`)];
  });
}

const cells = (node: NestedNode): readonly string[] => [
  printable(node.encoding),
  printable(formatDtype(node.dtype)),
  formatShape(node.shape),
  node.bytes === null ? '' : formatBytes(node.bytes),
  printable(storageOf(node)),
  valueOf(node),
];

function storageOf({ nnz, categories, chunks, filters }: TreeNode): string {
  return [
    nnz === null ? '' : `${formatCount(nnz)} stored`,
    categories === null ? '' : `${formatCount(categories)} categories`,
    chunks === null ? '' : `chunks ${formatShape(chunks)}`,
    filters.join(' + '),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function valueOf({ value, problem, children, hasChildren }: NestedNode): string {
  if (problem !== null) return `cannot be read: ${printable(problem)}`;
  if (hasChildren && children === null) return '(members are not shown: the tree is too large)';
  return printable(value ?? '');
}
