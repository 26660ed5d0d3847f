import * as vscode from 'vscode';
import { ClusterJob } from '../cluster/cluster-job.ts';
import type { ClusterJobs } from '../cluster/cluster-jobs.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';
import { toItem, type JobEntry } from './item.ts';

/** Milliseconds between two looks of the same row: what moves faster cannot be read. */
const INTERVAL = 500;

/**
 * Jobs, newest first, and the elems that each has written or writes; among them what a cluster
 * carries out, and its parts.
 */
export class JobsTree implements vscode.TreeDataProvider<JobEntry>, vscode.Disposable {
  readonly #jobs: Jobs;
  readonly #clusterJobs: ClusterJobs;
  readonly #changed = new vscode.EventEmitter<JobEntry | undefined>();
  readonly #waiting = new Map<Job, NodeJS.Timeout>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(jobs: Jobs, clusterJobs: ClusterJobs) {
    this.#jobs = jobs;
    this.#clusterJobs = clusterJobs;
    this.#subscriptions = [
      jobs.onDidChange((job) => {
        if (job === undefined || job.isEnded) this.#changed.fire(job);
        else this.#refreshSoon(job);
      }),
      clusterJobs.onDidChange((job) => {
        this.#changed.fire(job);
      }),
    ];
  }

  getTreeItem(entry: JobEntry): vscode.TreeItem {
    return toItem(entry);
  }

  getParent(entry: JobEntry): JobEntry | undefined {
    return 'job' in entry ? entry.job : undefined;
  }

  getChildren(parent?: JobEntry): JobEntry[] {
    if (parent === undefined) {
      const all = [...this.#jobs.all, ...this.#clusterJobs.all];
      return all.sort((a, b) => b.created - a.created);
    }
    if ('job' in parent) return [];
    if (parent instanceof ClusterJob) return parent.parts.map((part) => ({ job: parent, part }));
    return parent.state.steps.map((step) => ({ job: parent, step }));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  #refreshSoon(job: Job): void {
    if (this.#waiting.has(job)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(job);
      this.#changed.fire(job);
    }, INTERVAL);
    this.#waiting.set(job, timer);
  }
}
