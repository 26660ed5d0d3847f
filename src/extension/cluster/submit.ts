import * as vscode from 'vscode';
import type { ConcatRequest } from '../../shared/options.ts';
import { isRunnable } from '../../shared/plan.ts';
import { explainFinding } from '../../shared/words/index.ts';
import { showFailure, type App } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { mayWrite } from '../run/may-write.ts';
import { plainMessage } from '../words.ts';
import type { ClusterAnswers } from './ask.ts';
import type { ClusterJob } from './cluster-job.ts';

type Surroundings = Pick<App, 'clusterJobs' | 'engine' | 'log'>;

/**
 * Plans in parts, saves the plan beside the output, hands it to the cluster and follows it.
 * @returns undefined, and the person is told, when it was not submitted
 */
export async function submitConcat(
  app: Surroundings,
  request: ConcatRequest,
  { parts, resources }: ClusterAnswers,
): Promise<ClusterJob | undefined> {
  if (!mayWrite()) return undefined;
  const plan = `${request.output}.plan.json`;
  // Its jobs read the file of the plan.
  if (app.clusterJobs.all.some((job) => job.order.plan === plan && job.kind === 'running')) {
    const text = vscode.l10n.t('The cluster is at work on {0} already.', request.output);
    void vscode.window.showErrorMessage(plainMessage(text));
    return undefined;
  }
  try {
    if (!(await planned(app, request, parts, plan))) return undefined;
    await app.engine.submit(plan, resources);
    app.log.info(`submitted ${plan}`);
    const order = { version: 1, created: Date.now(), request, plan, resources } as const;
    return await app.clusterJobs.follow(order);
  } catch (error) {
    void showFailure(app, toFailure(error));
    return undefined;
  }
}

/** @returns false, and the person is told, when it was given up or the plan has errors */
async function planned(
  app: Surroundings,
  request: ConcatRequest,
  parts: number,
  file: string,
): Promise<boolean> {
  const cancelled = new vscode.CancellationTokenSource();
  const plan = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Planning for the cluster'),
      cancellable: true,
    },
    (_progress, token) => {
      token.onCancellationRequested(() => {
        cancelled.cancel();
      });
      return app.engine.planParts(request, parts, file, cancelled.token);
    },
  );
  if (isRunnable(plan)) return true;
  const [first] = plan.findings.filter(({ severity }) => severity === 'error');
  const what = first === undefined ? '' : explainFinding(first).what;
  const text = vscode.l10n.t('The plan has errors, so nothing was submitted: {0}', what);
  app.log.error(text);
  void vscode.window.showErrorMessage(plainMessage(text));
  return false;
}
