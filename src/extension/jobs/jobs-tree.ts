import * as vscode from 'vscode';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';
import { toItem, type JobEntry } from './item.ts';

/** Milliseconds between two looks of the same row: what moves faster cannot be read. */
const INTERVAL = 500;

/** Jobs, newest first, and the elems that each has written or writes. */
export class JobsTree implements vscode.TreeDataProvider<JobEntry>, vscode.Disposable {
  readonly #jobs: Jobs;
  readonly #changed = new vscode.EventEmitter<JobEntry | undefined>();
  readonly #waiting = new Map<Job, NodeJS.Timeout>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(jobs: Jobs) {
    this.#jobs = jobs;
    this.#subscription = jobs.onDidChange((job) => {
      if (job === undefined || job.state.outcome !== null) this.#changed.fire(job);
      else this.#refreshSoon(job);
    });
  }

  getTreeItem(entry: JobEntry): vscode.TreeItem {
    return toItem(entry);
  }

  getParent(entry: JobEntry): JobEntry | undefined {
    return 'step' in entry ? entry.job : undefined;
  }

  getChildren(parent?: JobEntry): JobEntry[] {
    if (parent === undefined) return [...this.#jobs.all];
    if ('step' in parent) return [];
    return parent.state.steps.map((step) => ({ job: parent, step }));
  }

  dispose(): void {
    this.#subscription.dispose();
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
