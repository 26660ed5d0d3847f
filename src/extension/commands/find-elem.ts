import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Entry, StoreEntry } from '../tree/entry.ts';
import { askElem } from '../tree/find-elem.ts';
import { plainLabel } from '../words.ts';

/** Finds an element of a store by its path, however deep, and shows it in the tree. */
export const findElem =
  ({ tree, view }: App) =>
  async (clicked?: Entry): Promise<void> => {
    const entry = clicked ?? view.selection[0];
    const store = entry === undefined ? await askStore(tree.stores) : entry.store;
    if (store === undefined) return;
    const root: StoreEntry = { kind: 'store', store };
    const found = await askElem(tree, root);
    if (found !== undefined) await view.reveal(found, { focus: true, select: true, expand: true });
  };

/** One of the stores that the tree shows; the only one, if it is alone. */
async function askStore(stores: readonly string[]): Promise<string | undefined> {
  if (stores.length < 2) return stores[0];
  const items = stores.map((store) => ({
    label: plainLabel(path.basename(store)),
    description: plainLabel(path.dirname(store)),
    store,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Find Element In'),
  });
  return chosen?.store;
}
