import * as vscode from 'vscode';
import { z } from 'zod';
import type { App } from './app.ts';
import { registerCommands } from './commands/index.ts';
import { EngineClient } from './engine/client.ts';
import { FORM_VIEW_TYPE, Forms } from './form/forms.ts';
import { RecipeTasks, TASK_TYPE } from './task/provider.ts';
import { ELEMS_SCHEME, ElemsDocuments } from './tree/elems-document.ts';
import { StoreTree } from './tree/store-tree.ts';

/** Where the workspace keeps which stores are shown. */
const SHOWN = 'shownStores';

let engine: EngineClient | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('AnnData Concat', { log: true });
  engine = new EngineClient(
    vscode.Uri.joinPath(extensionUri, 'dist', 'engine.mjs').fsPath,
    (line) => {
      log.info(line);
    },
  );
  const shown = z.array(z.string()).catch([]).parse(context.workspaceState.get(SHOWN));
  const tree = new StoreTree(engine, shown);
  const view = vscode.window.createTreeView('anndataConcat.store', {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const app: App = { extensionUri, log, engine, tree, view };
  const forms = new Forms(app);
  context.subscriptions.push(
    log,
    tree,
    view,
    forms,
    tree.onDidChangeTreeData(() => void context.workspaceState.update(SHOWN, tree.stores)),
    vscode.workspace.registerTextDocumentContentProvider(
      ELEMS_SCHEME,
      new ElemsDocuments((parent) => tree.getChildren(parent)),
    ),
    vscode.tasks.registerTaskProvider(
      TASK_TYPE,
      new RecipeTasks(vscode.Uri.joinPath(extensionUri, 'dist', 'cli.mjs').fsPath),
    ),
    vscode.window.registerWebviewPanelSerializer(FORM_VIEW_TYPE, forms),
    ...registerCommands(app, forms),
  );
}

/** VS Code waits for this, so that a job that is running can remove what it wrote. */
export async function deactivate(): Promise<void> {
  await engine?.stop();
}
