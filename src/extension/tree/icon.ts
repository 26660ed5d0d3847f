import * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';
import { encodingIcon } from '../../shared/words/index.ts';

export function iconOf({ encoding, hasChildren, problem }: TreeNode): vscode.ThemeIcon {
  if (problem !== null)
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  return new vscode.ThemeIcon(encodingIcon(encoding, hasChildren));
}
