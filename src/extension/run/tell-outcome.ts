import * as vscode from 'vscode';
import type { JobOutcome } from '../../shared/job.ts';
import type { RunResult } from '../../shared/progress.ts';
import { showFailure, showStore, type App } from '../app.ts';
import type { Job } from '../jobs/job.ts';
import { nameOf, whatKilledMeans } from '../jobs/words.ts';
import { plainMessage } from '../words.ts';
import { runConcat } from './run-concat.ts';
import { describeResult } from './words.ts';

/** Tells how a job ended, and offers what can be done about it. */
export async function tellOutcome(app: App, job: Job, outcome: JobOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      app.tree.add(outcome.result.output);
      await tellResult(app, job, outcome.result);
      return;
    case 'failed':
      if (outcome.failure.tag !== 'Cancelled') {
        await showFailure(app, outcome.failure, () => runConcat(app, job.order.request));
        return;
      }
      app.log.info(`job ${job.id}: cancelled`);
      void vscode.window.showInformationMessage(vscode.l10n.t('Cancelled. Nothing was written.'));
      return;
    case 'killed':
      await tellKilled(app, job);
      return;
  }
}

async function tellResult(app: App, { order }: Job, result: RunResult): Promise<void> {
  const text = describeResult(order.request.inputs.length, result);
  app.log.info(text);
  const open = vscode.l10n.t('Open Result');
  const log = vscode.l10n.t('Show Log');
  const again = vscode.l10n.t('Run Again');
  const choice = await vscode.window.showInformationMessage(plainMessage(text), open, log, again);
  if (choice === open) await showStore(app, result.output);
  if (choice === log) app.log.show();
  if (choice === again) await runConcat(app, order.request);
}

async function tellKilled(app: App, job: Job): Promise<void> {
  const text = `${vscode.l10n.t('The job that makes {0} is gone.', nameOf(job))} ${whatKilledMeans()}`;
  app.log.error(`job ${job.id}: ${text}`);
  const resume = vscode.l10n.t('Resume');
  const choice = await vscode.window.showErrorMessage(plainMessage(text), resume);
  if (choice === resume) await runConcat(app, job.order.request, true);
}
