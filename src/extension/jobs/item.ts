import * as vscode from 'vscode';
import type { ClusterPart } from '../../shared/cluster-state.ts';
import type { JobStep } from '../../shared/job.ts';
import { explainFailure, printable } from '../../shared/words/index.ts';
import { ClusterJob } from '../cluster/cluster-job.ts';
import { clusterItem, partItem } from '../cluster/item.ts';
import { formatFailure, plainLabel } from '../words.ts';
import type { Job } from './job.ts';
import {
  describeJob,
  describeStep,
  kindOf,
  nameOf,
  whatKilledMeans,
  type JobKind,
} from './words.ts';

/**
 * A row of the view: a job, or an elem that it writes; what a cluster carries out, or a part of it.
 */
export type JobEntry =
  | Job
  | { readonly job: Job; readonly step: JobStep }
  | ClusterJob
  | { readonly job: ClusterJob; readonly part: ClusterPart };

const ICONS: Readonly<Record<JobKind, readonly [icon: string, colour?: string]>> = {
  running: ['sync~spin'],
  done: ['pass', 'testing.iconPassed'],
  cancelled: ['circle-slash'],
  failed: ['error', 'errorForeground'],
  killed: ['debug-disconnect', 'errorForeground'],
};

/** What VS Code shows of an entry. */
export function toItem(entry: JobEntry): vscode.TreeItem {
  if ('step' in entry) return stepItem(entry.job, entry.step);
  if ('part' in entry) return partItem(entry.job, entry.part);
  return entry instanceof ClusterJob ? clusterItem(entry) : jobItem(entry);
}

function jobItem(job: Job): vscode.TreeItem {
  const { outcome, steps } = job.state;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const kind = kindOf(outcome);
  const item = new vscode.TreeItem(plainLabel(nameOf(job)), steps.length > 0 ? Collapsed : None);
  const [icon, colour] = ICONS[kind];
  const description = describeJob(job);
  item.id = job.id;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.contextValue = `job.${kind}`;
  item.tooltip = tooltipOf(job);
  item.accessibilityInformation = { label: `${nameOf(job)}, ${kindWord(kind)}, ${description}` };
  return item;
}

function tooltipOf(job: Job): string {
  const { order, state } = job;
  const { inputs, output } = order.request;
  const lines = [
    printable(output),
    // A narrow view cuts it off.
    describeJob(job),
    vscode.l10n.t('{0} inputs', inputs.length),
    vscode.l10n.t('Started {0}', new Date(order.created).toLocaleString()),
  ];
  if (state.outcome?.kind === 'failed') {
    lines.push(printable(formatFailure(explainFailure(state.outcome.failure))));
  }
  if (state.outcome?.kind === 'killed') lines.push(whatKilledMeans());
  return lines.join('\n');
}

function kindWord(kind: JobKind): string {
  switch (kind) {
    case 'running':
      return vscode.l10n.t('running');
    case 'done':
      return vscode.l10n.t('done');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'killed':
      return vscode.l10n.t('killed');
  }
}

function stepItem(job: Job, step: JobStep): vscode.TreeItem {
  const item = new vscode.TreeItem(plainLabel(step.elem));
  const isWorking = !step.isFinished && job.state.outcome === null;
  item.id = `${job.id}\n${step.elem}`;
  item.description = describeStep(step);
  item.iconPath = new vscode.ThemeIcon(
    step.isFinished ? 'check' : isWorking ? 'sync~spin' : 'circle-slash',
  );
  item.tooltip = printable(step.elem);
  return item;
}
