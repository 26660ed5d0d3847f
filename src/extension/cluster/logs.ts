import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterJob } from './cluster-job.ts';

/** Shows a job script, or what a job printed; of one part when it is given. */
export async function showClusterLog(job: ClusterJob, part?: number | null): Promise<void> {
  const { scripts } = job;
  if (scripts === undefined) return;
  const prefix = part === undefined ? '' : part === null ? 'finish-' : `part-${part}-`;
  const names = (await readdir(scripts).catch(() => [])).filter((name) => name.startsWith(prefix));
  const title = vscode.l10n.t('Show Job Log');
  const chosen =
    names.length === 1 ? names[0] : await vscode.window.showQuickPick(names.sort(), { title });
  if (chosen === undefined) return;
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(scripts, chosen)), {
    preview: true,
  });
}
