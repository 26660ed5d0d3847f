import * as vscode from 'vscode';
import { showFailure, showStore, type App } from '../app.ts';
import { ClusterJob } from '../cluster/cluster-job.ts';
import { showClusterLog } from '../cluster/logs.ts';
import { resubmitMissing } from '../cluster/tell.ts';
import { toFailure } from '../engine/failure.ts';
import type { JobEntry } from '../jobs/item.ts';
import type { Job } from '../jobs/job.ts';
import { runConcat } from '../run/run-concat.ts';

type OfJob = (entry?: JobEntry) => Promise<void>;

/** Of a row of the view, the job. */
const jobOf = (entry: JobEntry): Job | ClusterJob => ('job' in entry ? entry.job : entry);

const withAny =
  (use: (job: Job | ClusterJob) => Promise<void>): OfJob =>
  async (entry) => {
    if (entry !== undefined) await use(jobOf(entry));
  };

const withJob = (use: (job: Job) => Promise<void>): OfJob =>
  withAny(async (job) => {
    if (!(job instanceof ClusterJob)) await use(job);
  });

export const cancelJob = (app: App): OfJob =>
  withAny(async (job) => {
    try {
      await job.cancel();
    } catch (error) {
      await showFailure(app, toFailure(error));
    }
  });

export const openJobResult = (app: App): OfJob =>
  withAny(async ({ order }) => {
    await showStore(app, order.request.output);
  });

/** What the process of the job, or the jobs of the cluster, wrote for a person to read. */
export const showJobLog = (): OfJob => async (entry) => {
  if (entry === undefined) return;
  const job = jobOf(entry);
  if (job instanceof ClusterJob) {
    await showClusterLog(job, 'part' in entry ? entry.part.part : undefined);
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.file(job.folder.at('log')), { preview: true });
};

export const runJobAgain = (app: App): OfJob =>
  withJob(async ({ order }) => {
    await runConcat(app, order.request);
  });

/** Continues what a job left that was killed. */
export const resumeJob = (app: App): OfJob =>
  withJob(async ({ order }) => {
    await runConcat(app, order.request, true);
  });

/** Hands over to the cluster what is missing. */
export const resubmitJob = (app: App): OfJob =>
  withAny(async (job) => {
    if (job instanceof ClusterJob) await resubmitMissing(app, job);
  });

/** Takes a job that has ended from the list; nothing happens to its result. */
export const removeJob = ({ jobs, clusterJobs }: App): OfJob =>
  withAny((job) => (job instanceof ClusterJob ? clusterJobs.remove(job) : jobs.remove(job)));
