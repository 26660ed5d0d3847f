import * as vscode from 'vscode';
import type { ConcatRequest } from '../../shared/options.ts';
import type { App } from '../app.ts';
import type { Job } from '../jobs/job.ts';
import { showFailure } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { plainMessage } from '../words.ts';
import { progressIncrement } from './increment.ts';
import { describeProgress } from './words.ts';

/**
 * Starts a job with a notification that shows how far it is and can cancel it. How it ended is told
 * by whichever window is there then.
 * @param resume continue what a run of the same request left that was killed
 * @returns false when there is no result
 */
export async function runConcat(
  app: App,
  request: ConcatRequest,
  resume = false,
): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Nothing is written in a workspace that is not trusted.'),
    );
    return false;
  }
  try {
    const job = await app.jobs.start(request, resume);
    app.log.info(`job ${job.id}: ${JSON.stringify(request)}`);
    // A view that is open is there again after a reload, and takes up the jobs that are running.
    void app.jobsView.reveal(job, { select: false, focus: false });
    await showProgress(job);
    return (await job.ended).kind === 'done';
  } catch (error) {
    void showFailure(app, toFailure(error));
    return false;
  }
}

const showProgress = (job: Job): Thenable<unknown> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'AnnData Concat',
      cancellable: true,
    },
    async (notification, token) => {
      const incrementOf = progressIncrement();
      token.onCancellationRequested(() => void job.cancel());
      const subscription = job.onDidChange(() => {
        const { progress } = job.state;
        if (progress === null) return;
        const message = plainMessage(describeProgress(progress));
        notification.report({ message, increment: incrementOf(progress) });
      });
      await job.ended;
      subscription.dispose();
    },
  );
