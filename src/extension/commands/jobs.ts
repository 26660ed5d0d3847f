import * as vscode from 'vscode';
import { showStore, type App } from '../app.ts';
import type { JobEntry } from '../jobs/item.ts';
import type { Job } from '../jobs/job.ts';
import { runConcat } from '../run/run-concat.ts';

type OfJob = (entry?: JobEntry) => Promise<void>;

/** Of a row of the view, the job. */
const withJob =
  (use: (job: Job) => Promise<void>): OfJob =>
  async (entry) => {
    if (entry !== undefined) await use('step' in entry ? entry.job : entry);
  };

export const cancelJob = (): OfJob => withJob((job) => job.cancel());

export const openJobResult = (app: App): OfJob =>
  withJob(async ({ order }) => {
    await showStore(app, order.request.output);
  });

/** What the process of the job wrote for a person to read. */
export const showJobLog = (): OfJob =>
  withJob(async ({ folder }) => {
    await vscode.window.showTextDocument(vscode.Uri.file(folder.at('log')), { preview: true });
  });

export const runJobAgain = (app: App): OfJob =>
  withJob(async ({ order }) => {
    await runConcat(app, order.request);
  });

/** Continues what a job left that was killed. */
export const resumeJob = (app: App): OfJob =>
  withJob(async ({ order }) => {
    await runConcat(app, order.request, true);
  });

/** Takes a job that has ended from the list; nothing happens to its result. */
export const removeJob = ({ jobs }: App): OfJob => withJob((job) => jobs.remove(job));
