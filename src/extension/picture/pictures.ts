import * as vscode from 'vscode';
import type { PictureQuery } from '../../shared/picture.ts';
import { printable } from '../../shared/words/index.ts';
import type { App } from '../app.ts';
import type { PicturePanel } from './picture-panel.ts';
import { nameOf } from './words.ts';

export const PICTURE_VIEW_TYPE = 'anndataConcat.picture';

/** The pictures that are open, one of a kind for each element or set of stores. */
export class Pictures implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #app: App;
  readonly #open = new Set<PicturePanel>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Opens a picture, or draws the one again that is open of the same. */
  async open(query: PictureQuery): Promise<void> {
    const known = [...this.#open].find((picture) => subjectOf(picture.query) === subjectOf(query));
    if (known !== undefined) {
      await known.reveal();
      return;
    }
    const { Active } = vscode.ViewColumn;
    const panel = vscode.window.createWebviewPanel(PICTURE_VIEW_TYPE, titleOf(query), Active);
    await this.#take(panel, query);
  }

  /** Takes over a picture that VS Code restores, with the query that it kept as its state. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { pictureQuerySchema } = await import('../../shared/picture.ts');
    const query = pictureQuerySchema.safeParse(state);
    if (query.success) await this.#take(panel, query.data);
    else panel.dispose();
  }

  async #take(panel: vscode.WebviewPanel, query: PictureQuery): Promise<void> {
    // What draws is loaded with the first picture, and not as the extension starts.
    const { PicturePanel } = await import('./picture-panel.ts');
    const picture = new PicturePanel(this.#app, panel, query);
    this.#open.add(picture);
    panel.onDidDispose(() => {
      this.#open.delete(picture);
      picture.dispose();
    });
  }

  dispose(): void {
    for (const picture of this.#open) picture.dispose();
    this.#open.clear();
  }
}

/** What a picture is of, whatever is chosen on its page. */
const subjectOf = (query: PictureQuery): string =>
  JSON.stringify(
    'stores' in query ? [query.kind, ...query.stores] : [query.kind, query.store, query.elem],
  );

function titleOf(query: PictureQuery): string {
  switch (query.kind) {
    case 'overlap':
      return vscode.l10n.t('Overlap of Names');
    case 'sparsity':
      return vscode.l10n.t('Sparsity of X');
    case 'column':
    case 'embedding':
      return `${printable(query.elem)} · ${nameOf(query.store)}`;
  }
}
