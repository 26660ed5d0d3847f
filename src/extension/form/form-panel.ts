import * as vscode from 'vscode';
import { toHostSchema, type Draft, type ToForm } from '../../shared/form.ts';
import type { App } from '../app.ts';
import { copyText } from '../export/copy.ts';
import type { Pictures } from '../picture/pictures.ts';
import { saveRecipe } from '../recipe/files.ts';
import { runConcat } from '../run/run-concat.ts';
import { browseFolder } from '../stores/browse.ts';
import { storesNamed } from '../stores/named.ts';
import { askOutput } from '../stores/output.ts';
import { askStores } from '../stores/pick.ts';
import { pagesRoot, webviewPage } from '../webview/page.ts';
import { FormSession } from './form-session.ts';

/** One form in an editor: connects the page to its session. */
export class FormPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #session: FormSession;
  readonly #subscriptions: readonly vscode.Disposable[];
  #isDisposed = false;

  constructor(app: App, pictures: Pictures, panel: vscode.WebviewPanel, draft: Draft) {
    this.#panel = panel;
    const { webview } = panel;
    const root = pagesRoot(app.extensionUri);
    const media = vscode.Uri.joinPath(app.extensionUri, 'media');
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'form-light.svg'),
      dark: vscode.Uri.joinPath(media, 'form-dark.svg'),
    };
    this.#session = new FormSession(draft, {
      engine: app.engine,
      post: (message: ToForm) => {
        // A run may outlive its form.
        if (!this.#isDisposed) void webview.postMessage(message);
      },
      isTrusted: () => vscode.workspace.isTrusted,
      askStores: () => askStores(vscode.l10n.t('Add AnnData Stores')),
      askFolder: browseFolder,
      storesNamed,
      askOutput,
      saveRecipe,
      copy: copyText,
      showPicture: (query) => pictures.open(query),
      run: (request) => runConcat(app, request),
      manageTrust: () => void vscode.commands.executeCommand('workbench.trust.manage'),
    });
    this.#subscriptions = [
      webview.onDidReceiveMessage((data: unknown) => {
        const message = toHostSchema.safeParse(data);
        if (message.success) void this.#session.receive(message.data);
        else app.log.error(`the form said something unknown: ${message.error.message}`);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#session.tellStatus();
      }),
    ];
    webview.html = webviewPage(webview, root, 'form', 'Concatenate AnnData Stores');
  }

  /** True when the form is for these stores, in any order. */
  hasInputs(stores: readonly string[]): boolean {
    const own = new Set(this.#session.draft.inputs.map(({ path }) => path));
    return own.size === stores.length && stores.every((store) => own.has(store));
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#session.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
