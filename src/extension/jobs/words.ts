import path from 'node:path';
import * as vscode from 'vscode';
import type { JobOutcome, JobStep } from '../../shared/job.ts';
import { formatBytes, formatDuration, printable } from '../../shared/words/index.ts';
import { describeProgress } from '../run/words.ts';
import type { Job } from './job.ts';

export type JobKind = 'running' | 'done' | 'cancelled' | 'failed' | 'killed';

export function kindOf(outcome: JobOutcome | null): JobKind {
  switch (outcome?.kind) {
    case undefined:
      return 'running';
    case 'failed':
      return outcome.failure.tag === 'Cancelled' ? 'cancelled' : 'failed';
    case 'done':
    case 'killed':
      return outcome.kind;
  }
}

export const nameOf = ({ order }: Job): string => printable(path.basename(order.request.output));

/** Percent of the bytes that are written; undefined when nobody knows. */
export function percentOf({ state: { progress } }: Job): number | undefined {
  if (progress?.phase !== 'write' || progress.total === 0) return undefined;
  return Math.floor((100 * progress.done) / progress.total);
}

/** `Writing X (42 %) · 120 MiB/s · 3 min left`; of one that has ended, how. */
export function describeJob(job: Job): string {
  const { outcome, progress } = job.state;
  switch (kindOf(outcome)) {
    case 'running':
      if (job.isCancelling) return vscode.l10n.t('Cancelling');
      if (job.isWaiting) return vscode.l10n.t('Waiting for other jobs');
      if (progress === null) return vscode.l10n.t('Starting');
      return [printable(describeProgress(progress)), ...describeRate(job)].join(' · ');
    case 'done':
      return outcome?.kind === 'done'
        ? [formatBytes(outcome.result.bytes), formatDuration(outcome.result.seconds)].join(' · ')
        : '';
    case 'cancelled':
      return vscode.l10n.t('Cancelled');
    case 'failed':
      return vscode.l10n.t('Failed');
    case 'killed':
      return [
        vscode.l10n.t('Was killed'),
        ...(progress === null ? [] : [printable(describeProgress(progress))]),
      ].join(' · ');
  }
}

function describeRate({ rate }: Job): readonly string[] {
  if (rate === undefined) return [];
  return [
    vscode.l10n.t('{0}/s', formatBytes(rate.throughput)),
    vscode.l10n.t('{0} left', formatDuration(rate.remaining)),
  ];
}

/** `1.2 MiB of 3 MiB (40 %)`; of one that is finished, its bytes. */
export function describeStep({ done, bytes, isFinished }: JobStep): string {
  if (isFinished) return formatBytes(bytes ?? done);
  if (bytes === null || bytes === 0) return '';
  const percent = Math.min(100, Math.floor((100 * done) / bytes));
  return vscode.l10n.t('{0} of {1} ({2} %)', formatBytes(done), formatBytes(bytes), percent);
}

export const whatKilledMeans = (): string =>
  vscode.l10n.t(
    'Its process ended without a word, as when it is killed. The inputs and what was at the output before are as they were. What it had written is beside the output and can be resumed.',
  );
