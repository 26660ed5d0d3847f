import path from 'node:path';
import * as vscode from 'vscode';
import { firstFree } from './names.ts';

/** A path beside the first store that nothing has yet: `concatenated.h5ad`, `concatenated-2.h5ad`. */
export async function proposeOutput(firstStore: string): Promise<string> {
  const folder = path.dirname(firstStore);
  const taken = new Set(await namesIn(folder));
  const name = firstFree('concatenated', (stem) => !taken.has(`${stem}.h5ad`));
  return path.join(folder, `${name}.h5ad`);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
    return entries.map(([name]) => name);
  } catch {
    // The plan tells what is the matter with the folder.
    return [];
  }
}

/** Asks where the result goes; undefined when the person does not say. */
export async function askOutput(current: string): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Result of the Concatenation'),
    saveLabel: vscode.l10n.t('Choose'),
    filters: {
      [vscode.l10n.t('AnnData in HDF5')]: ['h5ad'],
      [vscode.l10n.t('AnnData in Zarr')]: ['zarr'],
    },
    ...(current !== '' && { defaultUri: vscode.Uri.file(current) }),
  });
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
