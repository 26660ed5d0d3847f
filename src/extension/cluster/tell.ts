import * as vscode from 'vscode';
import type { ClusterKind } from '../../shared/cluster-state.ts';
import { showFailure, showStore, type App } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { mayWrite } from '../run/may-write.ts';
import { plainMessage } from '../words.ts';
import type { ClusterJob } from './cluster-job.ts';
import { clusterNameOf, describeCluster } from './words.ts';

/** Tells what became of a plan that a cluster carried out, and offers what can be done about it. */
export async function tellCluster(app: App, job: ClusterJob, kind: ClusterKind): Promise<void> {
  switch (kind) {
    case 'running':
    case 'stopped':
      return;
    case 'done':
      await tellDone(app, job);
      return;
    case 'failed':
      await tellFailed(app, job);
      return;
  }
}

async function tellDone(app: App, job: ClusterJob): Promise<void> {
  const { output } = job.order.request;
  app.tree.add(output);
  const text = vscode.l10n.t('The cluster has made {0}.', clusterNameOf(job));
  app.log.info(text);
  const show = vscode.l10n.t('Show in Tree');
  const choice = await vscode.window.showInformationMessage(plainMessage(text), show);
  if (choice === show) await showStore(app, output);
}

async function tellFailed(app: App, job: ClusterJob): Promise<void> {
  const text = `${clusterNameOf(job)}: ${describeCluster(job)}`;
  app.log.error(text);
  const resubmit = vscode.l10n.t('Submit What Is Missing');
  const choice = await vscode.window.showErrorMessage(plainMessage(text), resubmit);
  if (choice === resubmit) await resubmitMissing(app, job);
}

/** Hands over again what is neither done nor in the queue. */
export async function resubmitMissing(app: App, job: ClusterJob): Promise<void> {
  if (!mayWrite()) return;
  try {
    await job.resubmit();
  } catch (error) {
    await showFailure(app, toFailure(error));
  }
}
