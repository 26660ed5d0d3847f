import * as vscode from 'vscode';
import type { ClusterOrder } from '../../shared/cluster.ts';
import type { ClusterKind } from '../../shared/cluster-state.ts';
import type { ClusterEngine } from '../engine/client.ts';
import { createFolder, type JobFolder } from '../jobs/folder.ts';
import { JobList } from '../jobs/job-list.ts';
import { ClusterJob } from './cluster-job.ts';

interface Ended {
  readonly job: ClusterJob;
  readonly kind: ClusterKind;
}

/** All plans that this user handed to a cluster, from whichever window. */
export class ClusterJobs implements vscode.Disposable {
  readonly #root: string;
  readonly #open: (folder: JobFolder, order: ClusterOrder) => ClusterJob;
  readonly #list: JobList<ClusterJob>;
  readonly #ended = new vscode.EventEmitter<Ended>();

  readonly onDidChange: vscode.Event<ClusterJob | undefined>;
  /** One ended, and this window is the one to tell. */
  readonly onDidEnd = this.#ended.event;

  /**
   * @param root where the folders of what was submitted are
   * @param interval milliseconds between two looks at one
   */
  constructor(root: string, engine: ClusterEngine, log: (text: string) => void, interval?: number) {
    this.#root = root;
    this.#open = (folder, order) => {
      const job = new ClusterJob(folder, order, engine, interval);
      job.onDidEnd(async (kind) => {
        if (await this.#list.claim(job)) this.#ended.fire({ job, kind });
      });
      return job;
    };
    const read = async (folder: JobFolder): Promise<ClusterJob | undefined> => {
      const order = await folder.readClusterOrder();
      return order === undefined ? undefined : this.#open(folder, order);
    };
    this.#list = new JobList(root, read, log);
    this.onDidChange = this.#list.onDidChange;
  }

  /** Newest first. */
  get all(): readonly ClusterJob[] {
    return this.#list.all;
  }

  watch(): Promise<void> {
    return this.#list.watch();
  }

  /** Follows what was submitted, in place of an earlier one. Throws when it cannot be recorded. */
  async follow(order: ClusterOrder): Promise<ClusterJob> {
    const earlier = this.all.filter((job) => job.order.plan === order.plan);
    const job = this.#open(await createFolder(this.#root, order), order);
    await this.#list.add(job);
    for (const other of earlier) await this.remove(other);
    return job;
  }

  /** Forgets one that has ended; nothing happens to its result, nor to its plan. */
  remove(job: ClusterJob): Promise<void> {
    return this.#list.remove(job);
  }

  /** The cluster goes on. */
  dispose(): void {
    this.#list.dispose();
    this.#ended.dispose();
  }
}
