import * as vscode from 'vscode';
import { storesIn } from './selection.ts';

export type Browsable = 'h5ad' | 'zarr';

/** Asks for stores of one format by a file dialog. */
export async function browseStores(title: string, format: Browsable): Promise<readonly string[]> {
  const uris = await vscode.window.showOpenDialog({
    title,
    openLabel: 'Choose',
    canSelectMany: true,
    canSelectFiles: format === 'h5ad',
    canSelectFolders: format === 'zarr',
    ...(format === 'h5ad' && { filters: { 'AnnData in HDF5': ['h5ad'] } }),
  });
  return await storesIn(uris ?? []);
}
