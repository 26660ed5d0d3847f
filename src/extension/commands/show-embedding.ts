import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Pictures } from '../picture/pictures.ts';
import { resolveSubject } from '../picture/resolve-subject.ts';
import type { Entry } from '../tree/entry.ts';

/** Shows two columns of a matrix of obsm or varm as points: of a row of the tree, or one that is chosen. */
export const showEmbedding =
  (app: App, pictures: Pictures) =>
  async (clicked?: Entry): Promise<void> => {
    const title = vscode.l10n.t('Show Embedding');
    const matrix = await resolveSubject(app, clicked, 'embedding', title);
    if (matrix !== undefined) await pictures.open({ kind: 'embedding', ...matrix, x: 0, y: 1 });
  };
