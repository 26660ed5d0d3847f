import path from 'node:path';
import * as vscode from 'vscode';
import { isUrl } from '../../shared/url.ts';

/** The absolute path of a store that a model names, relative to the first folder of the workspace. */
export function absoluteOf(store: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (isUrl(store) || path.isAbsolute(store)) return store;
  if (folder === undefined) throw new Error('No folder is open: give absolute paths.');
  return path.resolve(folder, store);
}
