import path from 'node:path';
import * as vscode from 'vscode';
import { plainLabel } from '../words.ts';

/** Asks for one of the stores that the tree shows; the only one, if it is alone. */
export async function askShownStore(
  stores: readonly string[],
  title: string,
): Promise<string | undefined> {
  if (stores.length < 2) return stores[0];
  const items = stores.map((store) => ({
    label: plainLabel(path.basename(store)),
    description: plainLabel(path.dirname(store)),
    store,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title });
  return chosen?.store;
}
