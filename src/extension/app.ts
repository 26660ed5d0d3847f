import * as vscode from 'vscode';
import type { Failure } from '../shared/failure.ts';
import { explainFailure } from '../shared/words/index.ts';
import type { EngineClient } from './engine/client.ts';
import type { JobEntry } from './jobs/item.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { StoreTree } from './tree/store-tree.ts';
import type { Entry } from './tree/entry.ts';
import { formatFailure, plainMessage } from './words.ts';

/** What the parts of the extension share. */
export interface App {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly engine: EngineClient;
  readonly tree: StoreTree;
  readonly view: vscode.TreeView<Entry>;
  readonly jobs: Jobs;
  readonly jobsView: vscode.TreeView<JobEntry>;
}

/** Shows a store in the tree, opened, and brings the tree into view. */
export async function showStore({ tree, view }: App, store: string): Promise<void> {
  await view.reveal(tree.add(store), { expand: true, focus: true, select: true });
}

/** Tells what went wrong, and offers the particulars. */
export async function showFailure({ log }: App, failure: Failure): Promise<void> {
  const text = formatFailure(explainFailure(failure));
  log.error(text, failure.detail ?? '');
  const show = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(plainMessage(text), show);
  if (choice === show) log.show();
}
