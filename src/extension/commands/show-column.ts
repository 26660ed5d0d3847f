import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Pictures } from '../picture/pictures.ts';
import { resolveSubject } from '../picture/resolve-subject.ts';
import type { Entry } from '../tree/entry.ts';

/** Shows the value counts or the histogram of a column: of a row of the tree, or one that is chosen. */
export const showColumn =
  (app: App, pictures: Pictures) =>
  async (clicked?: Entry): Promise<void> => {
    const title = vscode.l10n.t('Show Values of Column');
    const column = await resolveSubject(app, clicked, 'column', title);
    if (column !== undefined) await pictures.open({ kind: 'column', ...column });
  };
