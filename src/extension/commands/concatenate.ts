import * as vscode from 'vscode';
import type { Forms } from '../form/forms.ts';
import { resolveStores } from '../stores/resolve.ts';

/** Opens the form with what is selected in the Explorer, or with what the person picks. */
export const concatenate =
  (forms: Forms) =>
  async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]): Promise<void> => {
    const stores = await resolveStores(
      vscode.l10n.t('Concatenate AnnData Stores'),
      clicked,
      selected,
    );
    if (stores.length > 0) await forms.open(stores);
  };
