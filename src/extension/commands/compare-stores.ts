import path from 'node:path';
import * as vscode from 'vscode';
import { printable } from '../../shared/words/index.ts';
import { askStores } from '../stores/pick.ts';
import { storesIn } from '../stores/selection.ts';
import { elemsUri } from '../tree/elems-document.ts';
import type { Entry } from '../tree/entry.ts';

/**
 * Shows where the elements of two stores differ: of two that are selected in the Explorer, of one in
 * the tree and another that is chosen, or of two that are chosen.
 */
export const compareStores =
  () =>
  async (clicked?: vscode.Uri | Entry, selected?: readonly vscode.Uri[]): Promise<void> => {
    const given = await storesOf(clicked, selected);
    const [left, right] = given.length < 2 ? [...given, ...(await askOthers(given))] : given;
    if (left === undefined || right === undefined) return;
    const title = `${path.basename(left)} ↔ ${path.basename(right)}`;
    await vscode.commands.executeCommand(
      'vscode.diff',
      elemsUri(left),
      elemsUri(right),
      printable(title),
    );
  };

async function storesOf(
  clicked: vscode.Uri | Entry | undefined,
  selected: readonly vscode.Uri[] | undefined,
): Promise<readonly string[]> {
  if (clicked === undefined) return [];
  return clicked instanceof vscode.Uri ? await storesIn(selected ?? [clicked]) : [clicked.store];
}

const askOthers = (given: readonly string[]): Promise<readonly string[]> =>
  askStores(
    given.length === 0
      ? vscode.l10n.t('Compare Two AnnData Stores')
      : vscode.l10n.t('Compare With AnnData Store'),
  );
