import * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';

/** Codicons by encoding-type. */
const BY_ENCODING: Readonly<Record<string, string>> = {
  anndata: 'database',
  raw: 'archive',
  dataframe: 'table',
  csr_matrix: 'graph-scatter',
  csc_matrix: 'graph-scatter',
  array: 'symbol-array',
  'rec-array': 'symbol-structure',
  'string-array': 'symbol-string',
  categorical: 'symbol-enum',
  category: 'symbol-enum-member',
  'nullable-integer': 'symbol-numeric',
  'nullable-boolean': 'symbol-boolean',
  'nullable-string-array': 'symbol-string',
  'numeric-scalar': 'symbol-constant',
  string: 'symbol-key',
  null: 'circle-slash',
  dict: 'symbol-namespace',
};

export function iconOf({ encoding, hasChildren, problem }: TreeNode): vscode.ThemeIcon {
  if (problem !== null)
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  const icon = Object.hasOwn(BY_ENCODING, encoding) ? BY_ENCODING[encoding] : undefined;
  return new vscode.ThemeIcon(icon ?? (hasChildren ? 'symbol-namespace' : 'symbol-array'));
}
