import * as vscode from 'vscode';
import { showStore, type App } from '../app.ts';
import { resolveStores } from '../stores/resolve.ts';

/** Shows what is selected in the Explorer, or what the person picks, in the tree. */
export const inspect =
  (app: App) =>
  async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]): Promise<void> => {
    const stores = await resolveStores(vscode.l10n.t('Inspect AnnData Store'), clicked, selected);
    for (const store of stores) await showStore(app, store);
  };
