import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isUrl } from '../../shared/url.ts';
import { plainMessage } from '../words.ts';
import { isStore } from './selection.ts';
import { storesUnder } from './workspace-stores.ts';

/**
 * The stores that texts name which were typed, pasted or dropped, each once, in order: URIs of the
 * workbench, URLs, paths (`~` is the home folder, a relative one begins in the workspace), and
 * folders, for the stores in them. The person is told of texts that name none.
 */
export async function storesNamed(texts: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(texts.map(storesOf));
  const missing = texts.filter((_, position) => found[position]?.length === 0);
  const [first] = missing;
  if (first !== undefined) {
    const text =
      missing.length === 1
        ? vscode.l10n.t('There is no store at {0}.', first)
        : vscode.l10n.t(
            'There are no stores at {0} and {1} more places.',
            first,
            missing.length - 1,
          );
    void vscode.window.showWarningMessage(plainMessage(text));
  }
  return [...new Set(found.flat())];
}

async function storesOf(text: string): Promise<readonly string[]> {
  const name = text.replace(/^(["'])(.*)\1$/u, '$2');
  if (isUrl(name)) return [name];
  const uri = toUri(name);
  if (uri === undefined) return [];
  if (await isStore(uri)) return [uri.fsPath];
  return (await isFolder(uri)) ? await storesUnder(uri) : [];
}

function toUri(name: string): vscode.Uri | undefined {
  const scheme = /^([a-z][a-z\d+.-]+):\/\//iu.exec(name)?.[1];
  if (scheme !== undefined) {
    const uri = vscode.Uri.parse(name);
    // The window's name for the machine on which the extension runs.
    const isHere = scheme === 'file' || scheme === 'vscode-remote';
    return isHere ? vscode.Uri.file(uri.path) : undefined;
  }
  const base = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  return vscode.Uri.file(path.resolve(base, name.replace(/^~(?=[/\\]|$)/u, homedir())));
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) !== 0;
  } catch {
    // Nothing is there.
    return false;
  }
}
