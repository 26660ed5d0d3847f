import * as vscode from 'vscode';
import { askStores } from './pick.ts';
import { storesIn } from './selection.ts';

/**
 * The stores that a command is for: a menu of the Explorer gives the clicked item and the whole
 * selection, the palette gives nothing and the person is asked.
 */
export async function resolveStores(
  title: string,
  clicked: vscode.Uri | undefined,
  selected: readonly vscode.Uri[] | undefined,
): Promise<readonly string[]> {
  if (clicked === undefined) return await askStores(title);
  const stores = await storesIn(selected ?? [clicked]);
  if (stores.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Nothing of what is selected is an AnnData store: an .h5ad file or a .zarr folder on a disk.',
      ),
    );
  }
  return stores;
}
