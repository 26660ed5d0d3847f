import * as vscode from 'vscode';
import type { Resources } from '../../shared/cluster.ts';
import { parseMinutes } from '../../shared/minutes.ts';

/** Into how many parts, and what each asks the cluster for. */
export interface ClusterAnswers {
  /** At most. */
  readonly parts: number;
  readonly resources: Resources;
}

/** Asks a person. @returns undefined when they give up */
export async function askForCluster(): Promise<ClusterAnswers | undefined> {
  // Loaded when it is asked for, and not as the extension starts.
  const { resourcesSchema } = await import('../../shared/cluster.ts');
  const title = vscode.l10n.t('Submit to Cluster');
  const parts = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Parts, at most: each is a job of the cluster'),
    value: '10',
    validateInput: (text) =>
      isCount(text) ? undefined : vscode.l10n.t('It must be a whole number above 0.'),
  });
  if (parts === undefined) return undefined;
  const partition = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Partition; empty: as the cluster says'),
    validateInput: (text) =>
      resourcesSchema.safeParse({ partition: text || null }).success
        ? undefined
        : vscode.l10n.t('It must be the name of a partition.'),
  });
  if (partition === undefined) return undefined;
  const time = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Time for each part, as in 4:00:00 or 1-12:00; empty: by the plan'),
    validateInput: (text) =>
      text === '' || parseMinutes(text) !== undefined
        ? undefined
        : vscode.l10n.t('It must be a time, as in 90 (minutes), 4:00:00 or 1-12:00 (days).'),
  });
  if (time === undefined) return undefined;
  const minutes = parseMinutes(time) ?? null;
  const resources = resourcesSchema.parse({ partition: partition || null, minutes });
  return { parts: Number(parts), resources };
}

const isCount = (text: string): boolean => /^[1-9]\d{0,5}$/u.test(text.trim());
