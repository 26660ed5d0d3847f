import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { toConcatOnDisk } from '../export/on-disk.ts';
import type { Forms } from '../form/forms.ts';
import { activeCell, insertCell } from '../notebook/cell.ts';
import { openCall } from '../notebook/open-call.ts';
import { askRequest } from '../notebook/ask-request.ts';
import { backedReaderOf } from '../notebook/reader.ts';
import { askStores } from '../stores/pick.ts';

/** Inserts a cell that opens stores, below the selected one. The toolbar gives its own argument. */
export const openStoreInCell = () => async (_: unknown, given?: readonly string[]) => {
  const stores = given ?? (await askStores(vscode.l10n.t('Open AnnData Stores in a Cell')));
  if (stores.length > 0) await insertCell(backedReaderOf(stores));
};

/** Inserts a cell with the call of `concat_on_disk` that is equivalent to a recipe or to a past run. */
export const concatInCell = (app: App) => async () => {
  const request = await askRequest(app);
  if (request !== undefined) await insertCell(toConcatOnDisk(request));
};

/** Opens the form with what the call in a cell says: the cell of the menu, or the selected one. */
export const formFromCell = (forms: Forms) => async (clicked?: vscode.NotebookCell) => {
  const cell = clicked !== undefined && 'document' in clicked ? clicked : activeCell();
  if (cell !== undefined) await openCall(forms, cell);
};
