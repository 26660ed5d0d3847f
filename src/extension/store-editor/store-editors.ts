import path from 'node:path';
import * as vscode from 'vscode';
import { toStoreHostSchema, type ToStorePage } from '../../shared/store-page.ts';
import type { App } from '../app.ts';
import { askElem } from '../tree/find-elem.ts';
import { showPage } from '../webview/show.ts';
import { StoreSession } from './store-session.ts';

export const STORE_EDITOR = 'anndataConcat.storeEditor';

/** Shows a store that is one file in an editor that can only read: the tree, in pages. */
export class StoreEditors implements vscode.CustomReadonlyEditorProvider {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(
    { uri }: vscode.CustomDocument,
    { webview, onDidDispose }: vscode.WebviewPanel,
  ) {
    if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('Only stores on a disk can be read.'));
    const { engine, tree } = this.#app;
    const post = (message: ToStorePage): void => void webview.postMessage(message);
    const session = new StoreSession(uri.fsPath, {
      engine,
      post,
      askElem: (store) => askElem(tree, store),
    });
    const { dir, base } = path.parse(uri.fsPath);
    // The name is no pattern.
    const name = base.replaceAll(/[*?{}[\]]/gu, '?');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(dir), name),
    );
    const tellChange = (): void => {
      post({ type: 'changed' });
    };
    const subscriptions = [
      watcher,
      watcher.onDidChange(tellChange),
      watcher.onDidCreate(tellChange),
      watcher.onDidDelete(tellChange),
      showPage(this.#app, webview, {
        name: 'store',
        messages: toStoreHostSchema,
        receive: (message) => session.receive(message),
      }),
    ];
    onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
    });
  }
}
