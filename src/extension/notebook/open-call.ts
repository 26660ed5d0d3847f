import path from 'node:path';
import * as vscode from 'vscode';
import { isUrl } from '../../shared/url.ts';
import type { Forms } from '../form/forms.ts';
import { proposeOutput } from '../stores/output.ts';
import { plainMessage } from '../words.ts';

/**
 * Opens the form with what a cell's call of `concat` or `concat_on_disk` says, and tells what of it
 * is not understood. Relative paths are of the notebook's folder, where its kernel starts.
 */
export async function openCall(
  forms: Pick<Forms, 'openRequest'>,
  cell: vscode.NotebookCell,
): Promise<void> {
  // The parser's tables are made when they are needed, not as the extension starts.
  const { findConcatCall } = await import('./concat-call.ts');
  const call = findConcatCall(cell.document.getText());
  if (call === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The cell has no call of anndata.concat or concat_on_disk that names its stores: a list or mapping of literal paths, or of read_h5ad and read_zarr of them.',
      ),
    );
    return;
  }
  const folder = folderOf(cell.notebook);
  const toAbsolute = (store: string): string =>
    isUrl(store) ? store : path.resolve(folder, store);
  const inputs = call.inputs.map(({ path: store, key }) => ({ path: toAbsolute(store), key }));
  const first = inputs.find(({ path: store }) => !isUrl(store))?.path ?? path.join(folder, 'x');
  const output = call.output === null ? await proposeOutput(first) : toAbsolute(call.output);
  forms.openRequest({ inputs, output, options: call.options });
  if (call.ignored.length === 0) return;
  const text = vscode.l10n.t(
    'Not taken over, as it is no literal that is understood: {0}',
    call.ignored.join(', '),
  );
  void vscode.window.showWarningMessage(plainMessage(text));
}

function folderOf({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === 'file') return path.dirname(uri.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
}
