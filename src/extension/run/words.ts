import * as vscode from 'vscode';
import type { Progress, RunResult } from '../../shared/progress.ts';
import { formatBytes, formatDuration, formatShape } from '../../shared/words/index.ts';

/** `Writing layers/counts (42 %)`. */
export function describeProgress({ phase, elem, done, total }: Progress): string {
  const words = elem === null ? nameOf(phase) : `${nameOf(phase)} ${elem}`;
  if (phase !== 'write' || total === 0) return words;
  return `${words} (${Math.floor((100 * done) / total)} %)`;
}

function nameOf(phase: Progress['phase']): string {
  switch (phase) {
    case 'plan':
      return vscode.l10n.t('Reading the inputs');
    case 'write':
      return vscode.l10n.t('Writing');
    case 'verify':
      return vscode.l10n.t('Checking the result');
    case 'place':
      return vscode.l10n.t('Putting the result into place');
  }
}

/** `Concatenated 2 stores into o.h5ad: 467 × 520, 1 KiB, in 0.7 s.` */
export function describeResult(inputs: number, result: RunResult): string {
  const { output, nObs, nVars, bytes, seconds } = result;
  const what = [formatShape([nObs, nVars]), formatBytes(bytes), formatDuration(seconds)] as const;
  return inputs === 1
    ? vscode.l10n.t('Concatenated 1 store into {0}: {1}, {2}, in {3}.', output, ...what)
    : vscode.l10n.t('Concatenated {0} stores into {1}: {2}, {3}, in {4}.', inputs, output, ...what);
}
