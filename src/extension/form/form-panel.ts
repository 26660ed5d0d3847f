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
import { panelIcon, showPage } from '../webview/show.ts';
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
    panel.iconPath = panelIcon(app, 'form');
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
      showPage(app, webview, {
        name: 'form',
        messages: toHostSchema,
        receive: (message) => this.#session.receive(message),
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#session.tellStatus();
      }),
    ];
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
