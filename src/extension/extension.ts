import * as vscode from 'vscode';
import * as z from 'zod';
import type { App } from './app.ts';
import { ClusterJobs } from './cluster/cluster-jobs.ts';
import { offerCluster } from './cluster/offer.ts';
import { tellCluster } from './cluster/tell.ts';
import { registerCommands } from './commands/index.ts';
import { EngineClient } from './engine/client.ts';
import { FORM_VIEW_TYPE, Forms } from './form/forms.ts';
import { Jobs } from './jobs/jobs.ts';
import { JobsTree } from './jobs/jobs-tree.ts';
import { JobsStatus } from './jobs/status-bar.ts';
import { Leftovers } from './leftovers/leftovers.ts';
import { tellOutcome } from './run/tell-outcome.ts';
import { PICTURE_VIEW_TYPE, Pictures } from './picture/pictures.ts';
import { registerTools } from './lm/tools.ts';
import { RecipeTasks, TASK_TYPE } from './task/provider.ts';
import { STORE_EDITOR, StoreEditors } from './store-editor/store-editors.ts';
import { ELEMS_SCHEME, ElemsDocuments } from './tree/elems-document.ts';
import { StoreTree } from './tree/store-tree.ts';

/** Where the workspace keeps which stores are shown. */
const SHOWN = 'shownStores';

let engine: EngineClient | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri, globalStorageUri } = context;
  const program = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const log = vscode.window.createOutputChannel('AnnData Concat', { log: true });
  const logLine = (line: string): void => {
    log.info(line);
  };
  engine = new EngineClient(program('engine.mjs'), logLine);
  const shown = z.array(z.string()).catch([]).parse(context.workspaceState.get(SHOWN));
  const tree = new StoreTree(engine, shown);
  const view = vscode.window.createTreeView('anndataConcat.store', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const root = vscode.Uri.joinPath(globalStorageUri, 'jobs').fsPath;
  const jobs = new Jobs(root, program('job.mjs'), logLine);
  const clusterRoot = vscode.Uri.joinPath(globalStorageUri, 'cluster').fsPath;
  const clusterJobs = new ClusterJobs(clusterRoot, engine, logLine);
  const jobsTree = new JobsTree(jobs, clusterJobs);
  const jobsView = vscode.window.createTreeView('anndataConcat.jobs', {
    treeDataProvider: jobsTree,
  });
  const leftovers = new Leftovers(engine, jobs, logLine);
  const app: App = {
    extensionUri,
    log,
    engine,
    tree,
    view,
    jobs,
    clusterJobs,
    leftovers,
    jobsView,
  };
  const pictures = new Pictures(app);
  const forms = new Forms(app, pictures);
  context.subscriptions.push(
    log,
    tree,
    view,
    forms,
    pictures,
    jobs,
    clusterJobs,
    jobsTree,
    jobsView,
    leftovers,
    vscode.window.registerTreeDataProvider('anndataConcat.leftovers', leftovers),
    new JobsStatus(jobs),
    jobs.onDidEnd(({ job, outcome }) => void tellOutcome(app, job, outcome)),
    clusterJobs.onDidEnd(({ job, kind }) => void tellCluster(app, job, kind)),
    tree.onDidChangeTreeData(() => void context.workspaceState.update(SHOWN, tree.stores)),
    vscode.workspace.registerTextDocumentContentProvider(
      ELEMS_SCHEME,
      new ElemsDocuments((parent) => tree.getChildren(parent)),
    ),
    vscode.tasks.registerTaskProvider(TASK_TYPE, new RecipeTasks(program('cli.mjs'))),
    vscode.window.registerWebviewPanelSerializer(FORM_VIEW_TYPE, forms),
    vscode.window.registerWebviewPanelSerializer(PICTURE_VIEW_TYPE, pictures),
    vscode.window.registerCustomEditorProvider(STORE_EDITOR, new StoreEditors(app)),
    ...registerCommands(app, forms, pictures),
    ...registerTools(app),
  );
  void jobs.watch();
  void clusterJobs.watch();
  void offerCluster();
}

/** VS Code waits for this. Jobs have processes of their own, and go on. */
export async function deactivate(): Promise<void> {
  await engine?.stop();
}
