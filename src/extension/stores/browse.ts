import * as vscode from 'vscode';
import { storesIn } from './selection.ts';
import { storesUnder } from './workspace-stores.ts';

export type Browsable = 'h5ad' | 'zarr';

/** Asks for stores of one format by a file dialog. */
export async function browseStores(title: string, format: Browsable): Promise<readonly string[]> {
  const uris = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t('Choose'),
    canSelectMany: true,
    canSelectFiles: format === 'h5ad',
    canSelectFolders: format === 'zarr',
    ...(format === 'h5ad' && { filters: { [vscode.l10n.t('AnnData in HDF5')]: ['h5ad'] } }),
  });
  return await storesIn(uris ?? []);
}

/** Asks for a folder; the stores in it and in its folders. */
export async function browseFolder(): Promise<readonly string[]> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Add All Stores in a Folder'),
      openLabel: vscode.l10n.t('Add Stores'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (folder === undefined) return [];
  const stores = await storesUnder(folder);
  if (stores.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('There are no AnnData stores in this folder.'),
    );
  }
  return stores;
}
