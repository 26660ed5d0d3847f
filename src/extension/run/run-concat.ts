import * as vscode from 'vscode';
import type { ConcatRequest } from '../../shared/options.ts';
import type { RunResult } from '../../shared/progress.ts';
import { showFailure, showStore, type App } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { describeProgress, describeResult, plainMessage } from '../words.ts';
import { progressIncrement } from './increment.ts';

/**
 * Executes a request with a notification that shows how far it is and can cancel it, then tells
 * how it ended.
 * @returns false when there is no result
 */
export async function runConcat(app: App, request: ConcatRequest): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showErrorMessage('Nothing is written in a workspace that is not trusted.');
    return false;
  }
  app.log.info(`run: ${JSON.stringify(request)}`);
  try {
    const result = await runWithProgress(app, request);
    app.tree.add(result.output);
    void tellResult(app, request, result);
    return true;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.tag === 'Cancelled') {
      app.log.info('run: cancelled');
      void vscode.window.showInformationMessage('Cancelled. Nothing was written.');
    } else {
      void showFailure(app, failure);
    }
    return false;
  }
}

const runWithProgress = (app: App, request: ConcatRequest): Thenable<RunResult> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'AnnData Concat',
      cancellable: true,
    },
    (notification, token) => {
      const incrementOf = progressIncrement();
      return app.engine.run(
        request,
        (progress) => {
          const message = plainMessage(describeProgress(progress));
          notification.report({ message, increment: incrementOf(progress) });
        },
        token,
      );
    },
  );

async function tellResult(app: App, request: ConcatRequest, result: RunResult): Promise<void> {
  const text = describeResult(request.inputs.length, result);
  app.log.info(text);
  const choice = await vscode.window.showInformationMessage(
    plainMessage(text),
    'Show in Tree',
    'Open Log',
  );
  if (choice === 'Show in Tree') await showStore(app, result.output);
  if (choice === 'Open Log') app.log.show();
}
