import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Entry, StoreEntry } from '../tree/entry.ts';
import { askShownStore } from '../tree/ask-store.ts';
import { askElem } from '../tree/find-elem.ts';

/** Finds an element of a store by its path, however deep, and shows it in the tree. */
export const findElem =
  ({ tree, view }: App) =>
  async (clicked?: Entry): Promise<void> => {
    const entry = clicked ?? view.selection[0];
    const title = vscode.l10n.t('Find Element In');
    const store = entry === undefined ? await askShownStore(tree.stores, title) : entry.store;
    if (store === undefined) return;
    const root: StoreEntry = { kind: 'store', store };
    const found = await askElem(tree, root);
    if (found !== undefined) await view.reveal(found, { focus: true, select: true, expand: true });
  };
