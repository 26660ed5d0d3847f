import type * as vscode from 'vscode';
import type { PictureQuery } from '../../shared/picture.ts';
import { fromPictureSchema, type ToPicture } from '../../shared/picture-view.ts';
import type { App } from '../app.ts';
import { panelIcon, showPage } from '../webview/show.ts';
import { PictureSession } from './picture-session.ts';

/** One picture in an editor: connects the page to its session. */
export class PicturePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #session: PictureSession;
  readonly #subscription: vscode.Disposable;
  #isDisposed = false;

  constructor(app: App, panel: vscode.WebviewPanel, query: PictureQuery) {
    this.#panel = panel;
    const { webview } = panel;
    panel.iconPath = panelIcon(app, 'picture');
    this.#session = new PictureSession(query, {
      engine: app.engine,
      post: (message: ToPicture) => {
        if (!this.#isDisposed) void webview.postMessage(message);
      },
    });
    this.#subscription = showPage(app, webview, {
      name: 'picture',
      messages: fromPictureSchema,
      receive: (message) => this.#session.receive(message),
    });
  }

  get query(): PictureQuery {
    return this.#session.query;
  }

  /** Brings it into view, with what the stores hold now. */
  async reveal(): Promise<void> {
    this.#panel.reveal();
    await this.#session.draw();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#session.dispose();
    this.#subscription.dispose();
  }
}
