import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Forms } from '../form/forms.ts';
import { mayWrite } from '../run/may-write.ts';
import { plainMessage } from '../words.ts';

/** Stores that the package brings: two parts of one data set, with different genes. */
const SAMPLES = ['pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'README.md'];

/** Copies the sample stores into a folder that the person chooses, and opens the form with them. */
export const openSample =
  ({ extensionUri }: Pick<App, 'extensionUri'>, forms: Pick<Forms, 'open'>) =>
  async (given?: vscode.Uri): Promise<void> => {
    if (!mayWrite()) return;
    const parent = given ?? (await askFolder());
    if (parent === undefined) return;
    const folder = vscode.Uri.joinPath(parent, 'anndata-sample');
    try {
      const copies = await Promise.all(SAMPLES.map((name) => copy(extensionUri, folder, name)));
      await forms.open(copies.filter((path) => path.endsWith('.h5ad')));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(
        plainMessage(vscode.l10n.t('The sample stores could not be copied: {0}', why)),
      );
    }
  };

async function askFolder(): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder for the Sample Stores'),
      openLabel: vscode.l10n.t('Copy Here'),
      canSelectFiles: false,
      canSelectFolders: true,
      ...(open !== undefined && { defaultUri: open }),
    })) ?? [];
  return folder;
}

/** @returns path of the copy; one that is there already is left as it is */
async function copy(extension: vscode.Uri, folder: vscode.Uri, name: string): Promise<string> {
  const source = vscode.Uri.joinPath(extension, 'media', 'sample', name);
  const target = vscode.Uri.joinPath(folder, name);
  try {
    await vscode.workspace.fs.copy(source, target, { overwrite: false });
  } catch (error) {
    const isThere = error instanceof vscode.FileSystemError && error.code === 'FileExists';
    if (!isThere) throw error;
  }
  return target.fsPath;
}
