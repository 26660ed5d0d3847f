import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterKind, ClusterPart, ClusterPartKind } from '../../shared/cluster-state.ts';
import {
  explainFailure,
  formatBytes,
  formatDuration,
  printable,
} from '../../shared/words/index.ts';
import { formatFailure } from '../words.ts';
import type { ClusterJob } from './cluster-job.ts';

export const clusterNameOf = ({ order }: ClusterJob): string =>
  printable(path.basename(order.request.output));

/** `3 of 8 parts done · 2 running · 1 failed`; of one that is done, so. */
export function describeCluster(job: ClusterJob): string {
  if (job.kind === 'done') return vscode.l10n.t('Made by the cluster');
  if (job.kind === undefined) {
    return job.failure === undefined
      ? vscode.l10n.t('Looking')
      : printable(formatFailure(explainFailure(job.failure)));
  }
  const parts = job.parts.filter(({ part }) => part !== null);
  const count = (kind: ClusterPartKind): number =>
    parts.filter(({ state }) => state === kind).length;
  const done = vscode.l10n.t('{0} of {1} parts done', count('done'), parts.length);
  const others = [
    [count('running'), vscode.l10n.t('{0} running', count('running'))],
    [count('pending'), vscode.l10n.t('{0} waiting', count('pending'))],
    [count('failed'), vscode.l10n.t('{0} failed', count('failed'))],
    [count('missing'), vscode.l10n.t('{0} missing', count('missing'))],
  ] as const;
  const shown = others.filter(([number]) => number > 0).map(([, words]) => words);
  return [...describeKind(job.kind), done, ...shown].join(' · ');
}

function describeKind(kind: ClusterKind): readonly string[] {
  switch (kind) {
    case 'running':
    case 'done':
      return [];
    case 'failed':
      return [vscode.l10n.t('Failed')];
    case 'stopped':
      return [vscode.l10n.t('Stopped')];
  }
}

export const partName = ({ part }: ClusterPart): string =>
  part === null ? vscode.l10n.t('Finisher') : vscode.l10n.t('Part {0}', part);

/** `Waiting`, `Running on node7`, `1.2 GiB · 3 min 20 s`, `Failed: …`. */
export function describePart({ state, host, bytes, seconds, reason }: ClusterPart): string {
  switch (state) {
    case 'pending':
      return vscode.l10n.t('Waiting');
    case 'running':
      return host === undefined
        ? vscode.l10n.t('Running')
        : vscode.l10n.t('Running on {0}', printable(host));
    case 'done':
      return [
        bytes === undefined ? vscode.l10n.t('Done') : formatBytes(bytes),
        ...(seconds === undefined ? [] : [formatDuration(seconds)]),
      ].join(' · ');
    case 'failed':
      return reason === undefined
        ? vscode.l10n.t('Failed')
        : vscode.l10n.t('Failed: {0}', printable(reason));
    case 'missing':
      return vscode.l10n.t('Not done, and not in the queue');
  }
}
