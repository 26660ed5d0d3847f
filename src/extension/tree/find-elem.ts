import * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';
import { plainLabel } from '../words.ts';
import type { ElemEntry, StoreEntry } from './entry.ts';
import { describe } from './item.ts';
import type { StoreTree } from './store-tree.ts';
import { walk } from './walk.ts';

interface ElemItem extends vscode.QuickPickItem {
  readonly entry: ElemEntry;
}

/** Elements that are read between two updates of the list, each of which costs its whole length. */
const BATCH = 500;

/**
 * Asks for an element of a store by its path, in a list that grows as the store is read.
 * @param isOffered which elements are
 */
export async function askElem(
  tree: StoreTree,
  store: StoreEntry,
  title = vscode.l10n.t('Find Element'),
  isOffered: (node: TreeNode) => boolean = () => true,
): Promise<ElemEntry | undefined> {
  const list = vscode.window.createQuickPick<ElemItem>();
  const reading = new vscode.CancellationTokenSource();
  list.title = title;
  list.placeholder = vscode.l10n.t('Path, encoding, dtype or shape');
  list.matchOnDescription = true;
  list.busy = true;
  const chosen = new Promise<ElemEntry | undefined>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.entry);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      reading.cancel();
      list.dispose();
    });
  });
  list.show();
  void fill(list, tree, store, isOffered, reading.token);
  return await chosen;
}

async function fill(
  list: vscode.QuickPick<ElemItem>,
  tree: StoreTree,
  store: StoreEntry,
  isOffered: (node: TreeNode) => boolean,
  token: vscode.CancellationToken,
): Promise<void> {
  const items: ElemItem[] = [];
  for await (const entry of walk((parent) => tree.getChildren(parent), store, token)) {
    if (!isOffered(entry.node)) continue;
    items.push(toItem(entry));
    if (items.length % BATCH === 0 && !token.isCancellationRequested) list.items = [...items];
  }
  if (token.isCancellationRequested) return;
  list.items = items;
  list.busy = false;
}

const toItem = (entry: ElemEntry): ElemItem => ({
  label: plainLabel(entry.node.path),
  description: plainLabel([entry.node.encoding, describe(entry.node)].filter(Boolean).join(' · ')),
  entry,
});
