import * as vscode from 'vscode';
import type { Failure } from '../shared/failure.ts';
import { explainFailure } from '../shared/words/index.ts';
import type { ClusterJobs } from './cluster/cluster-jobs.ts';
import type { EngineClient } from './engine/client.ts';
import type { JobEntry } from './jobs/item.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Leftovers } from './leftovers/leftovers.ts';
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
  readonly clusterJobs: ClusterJobs;
  readonly leftovers: Leftovers;
  readonly jobsView: vscode.TreeView<JobEntry>;
}

/** Shows a store in the tree, opened, and brings the tree into view. */
export async function showStore({ tree, view }: App, store: string): Promise<void> {
  await view.reveal(tree.add(store), { expand: true, focus: true, select: true });
}

/**
 * Tells what went wrong, and offers the particulars.
 * @param runAgain offered too, where that could help
 */
export async function showFailure(
  { log }: Pick<App, 'log'>,
  failure: Failure,
  runAgain?: () => Promise<unknown>,
): Promise<void> {
  const text = formatFailure(explainFailure(failure));
  log.error(text, failure.detail ?? '');
  const show = vscode.l10n.t('Show Log');
  const again = vscode.l10n.t('Run Again');
  const offers = runAgain === undefined ? [show] : [show, again];
  const choice = await vscode.window.showErrorMessage(plainMessage(text), ...offers);
  if (choice === show) log.show();
  if (choice === again) await runAgain?.();
}
