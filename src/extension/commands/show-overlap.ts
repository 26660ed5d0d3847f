import * as vscode from 'vscode';
import type { Pictures } from '../picture/pictures.ts';
import { askStores } from '../stores/pick.ts';
import type { Entry } from '../tree/entry.ts';

/**
 * Shows which names stores share: those that are selected in the tree, with others that are chosen
 * where it is one, or those that are chosen.
 */
export const showOverlap =
  (pictures: Pictures) =>
  async (clicked?: Entry, selected?: readonly Entry[]): Promise<void> => {
    const given = storesOf(clicked, selected);
    const others =
      given.length > 1
        ? []
        : await askStores(vscode.l10n.t('Show Overlap of Names Between Stores'));
    const stores = [...new Set([...given, ...others])];
    if (stores.length > 1) await pictures.open({ kind: 'overlap', stores, names: 'var' });
    else if (others.length > 0) {
      void vscode.window.showWarningMessage(vscode.l10n.t('Select two or more stores.'));
    }
  };

/** Of the rows of the tree, each store once. */
export const storesOf = (
  clicked: Entry | undefined,
  selected: readonly Entry[] | undefined,
): readonly string[] => {
  const entries = selected ?? (clicked === undefined ? [] : [clicked]);
  return [...new Set(entries.map(({ store }) => store))];
};
