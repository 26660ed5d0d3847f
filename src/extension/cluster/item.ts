import * as vscode from 'vscode';
import type { ClusterPart, ClusterPartKind } from '../../shared/cluster-state.ts';
import { printable } from '../../shared/words/index.ts';
import { plainLabel } from '../words.ts';
import type { ClusterJob } from './cluster-job.ts';
import { clusterNameOf, describeCluster, describePart, partName } from './words.ts';

type Icon = readonly [icon: string, colour?: string];

const FAILED: Icon = ['error', 'errorForeground'];
const DONE: Icon = ['pass', 'testing.iconPassed'];
const RUNNING: Icon = ['sync~spin'];
const NOBODY: Icon = ['circle-slash'];

const OF_PARTS: Readonly<Record<ClusterPartKind, Icon>> = {
  pending: ['clock'],
  running: RUNNING,
  done: ['check'],
  failed: FAILED,
  missing: NOBODY,
};

/** What VS Code shows of a plan that a cluster carries out. */
export function clusterItem(job: ClusterJob): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    plainLabel(clusterNameOf(job)),
    job.parts.length > 0 ? Collapsed : None,
  );
  const description = describeCluster(job);
  item.id = job.folder.id;
  item.description = description;
  item.iconPath = toIcon(iconOf(job));
  item.contextValue = `cluster.${job.kind ?? 'unknown'}`;
  item.tooltip = [
    printable(job.order.request.output),
    vscode.l10n.t('{0} inputs', job.order.request.inputs.length),
    vscode.l10n.t('Submitted {0}', new Date(job.created).toLocaleString()),
    description,
  ].join('\n');
  item.accessibilityInformation = { label: `${clusterNameOf(job)}, ${description}` };
  return item;
}

/** What VS Code shows of one of its parts. */
export function partItem(job: ClusterJob, part: ClusterPart): vscode.TreeItem {
  const item = new vscode.TreeItem(partName(part));
  const description = describePart(part);
  item.id = `${job.folder.id}\n${part.part ?? ''}`;
  item.description = description;
  item.iconPath = toIcon(OF_PARTS[part.state]);
  item.contextValue = 'clusterPart';
  item.tooltip = description;
  item.accessibilityInformation = { label: `${partName(part)}, ${description}` };
  return item;
}

function iconOf({ kind }: ClusterJob): Icon {
  switch (kind) {
    case undefined:
      return ['question'];
    case 'running':
      return RUNNING;
    case 'done':
      return DONE;
    case 'failed':
      return FAILED;
    case 'stopped':
      return NOBODY;
  }
}

const toIcon = ([icon, colour]: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
