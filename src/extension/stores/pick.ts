import path from 'node:path';
import * as vscode from 'vscode';
import { printable } from '../../shared/words/index.ts';
import { storesIn } from './selection.ts';

/** More than anybody looks through in a list. */
const LIMIT = 500;

type Choice = vscode.QuickPickItem &
  ({ readonly store: string } | { readonly browse: 'h5ad' | 'zarr' });

const BROWSE: readonly Choice[] = [
  { label: '$(file) Browse for .h5ad Files…', browse: 'h5ad', alwaysShow: true },
  { label: '$(folder) Browse for .zarr Folders…', browse: 'zarr', alwaysShow: true },
];

/**
 * Asks for one or more stores: those of the workspace in a list, any other by a file dialog.
 * Files and folders have dialogs of their own, since most systems cannot show both in one.
 * @returns paths; none when the person does not choose
 */
export async function askStores(title: string): Promise<readonly string[]> {
  const stores = await storesOfWorkspace();
  if (stores.length === 0) return await askOutside(title);
  const picked = await vscode.window.showQuickPick([...stores.map(toChoice), ...BROWSE], {
    title,
    placeHolder: 'Select AnnData stores',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined) return [];
  const chosen: string[] = [];
  for (const choice of picked) {
    if ('store' in choice) chosen.push(choice.store);
    else chosen.push(...(await browse(title, choice.browse)));
  }
  return [...new Set(chosen)];
}

async function askOutside(title: string): Promise<readonly string[]> {
  const choice = await vscode.window.showQuickPick(BROWSE, {
    title,
    placeHolder: 'There are no AnnData stores in the workspace',
  });
  return choice !== undefined && 'browse' in choice ? await browse(title, choice.browse) : [];
}

async function browse(title: string, format: 'h5ad' | 'zarr'): Promise<readonly string[]> {
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

function toChoice(store: string): Choice {
  const folder = path.dirname(vscode.workspace.asRelativePath(store));
  return {
    label: plainLabel(path.basename(store)),
    description: folder === '.' ? '' : plainLabel(folder),
    store,
  };
}

/** Text for a list, where `$(name)` would be shown as an icon. */
const plainLabel = (text: string): string => printable(text).replaceAll('$(', '\\$(');

async function storesOfWorkspace(): Promise<readonly string[]> {
  const [files, metadata] = await Promise.all([
    vscode.workspace.findFiles('**/*.h5ad', undefined, LIMIT),
    vscode.workspace.findFiles('**/*.zarr/{.zgroup,zarr.json}', undefined, LIMIT),
  ]);
  const folders = metadata.map((uri) => vscode.Uri.joinPath(uri, '..'));
  const stores = [...files, ...folders].filter((uri) => uri.scheme === 'file');
  // A store inside of a store is an element of it.
  const outer = stores.filter(
    (uri) => !folders.some((folder) => uri.path.startsWith(`${folder.path}/`)),
  );
  return [...new Set(outer.map((uri) => uri.fsPath))].sort((a, b) => a.localeCompare(b));
}
