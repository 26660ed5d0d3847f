import * as vscode from 'vscode';
import type { PictureQuery } from '../../shared/picture.ts';
import { fromPictureSchema, type ToPicture } from '../../shared/picture-view.ts';
import type { App } from '../app.ts';
import { pagesRoot, webviewPage } from '../webview/page.ts';
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
    const root = pagesRoot(app.extensionUri);
    const media = vscode.Uri.joinPath(app.extensionUri, 'media');
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'picture-light.svg'),
      dark: vscode.Uri.joinPath(media, 'picture-dark.svg'),
    };
    this.#session = new PictureSession(query, {
      engine: app.engine,
      post: (message: ToPicture) => {
        if (!this.#isDisposed) void webview.postMessage(message);
      },
    });
    this.#subscription = webview.onDidReceiveMessage((data: unknown) => {
      const message = fromPictureSchema.safeParse(data);
      if (message.success) void this.#session.receive(message.data);
      else app.log.error(`the picture said something unknown: ${message.error.message}`);
    });
    webview.html = webviewPage(webview, root, 'picture', 'AnnData Picture');
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
