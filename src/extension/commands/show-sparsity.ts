import * as vscode from 'vscode';
import type { Pictures } from '../picture/pictures.ts';
import { askStores } from '../stores/pick.ts';
import type { Entry } from '../tree/entry.ts';
import { storesOf } from './show-overlap.ts';

/** Shows how many entries X has: of the stores that are selected in the tree, or that are chosen. */
export const showSparsity =
  (pictures: Pictures) =>
  async (clicked?: Entry, selected?: readonly Entry[]): Promise<void> => {
    const given = storesOf(clicked, selected);
    const stores =
      given.length > 0 ? given : await askStores(vscode.l10n.t('Show Sparsity of X of Stores'));
    if (stores.length > 0) await pictures.open({ kind: 'sparsity', stores });
  };
