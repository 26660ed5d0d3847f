import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { JobOutcome } from '../../shared/job.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { createFolder, listFolders } from './folder.ts';
import { Job } from './job.ts';
import { spawnJob } from './spawn.ts';

/** Jobs that have ended and are kept. */
const KEPT = 50;
/** Milliseconds by which the window that started a job is ahead of others in telling its outcome. */
const COURTESY = 1500;

/** All jobs of this user on this machine, whichever window started them. */
export class Jobs implements vscode.Disposable {
  readonly #root: string;
  readonly #script: string;
  readonly #log: (text: string) => void;
  readonly #jobs = new Map<string, Job>();
  readonly #own = new Set<string>();
  readonly #changed = new vscode.EventEmitter<Job | undefined>();
  readonly #ended = new vscode.EventEmitter<{ readonly job: Job; readonly outcome: JobOutcome }>();
  #watcher: FSWatcher | undefined;
  #looking: Promise<void> | undefined;
  #isDisposed = false;

  /** One job is another one than it was; undefined: there are other jobs than there were. */
  readonly onDidChange = this.#changed.event;
  /** A job ended, and this window is the one to tell. */
  readonly onDidEnd = this.#ended.event;

  /**
   * @param root where the folders of jobs are
   * @param script path of the program that carries out a job
   */
  constructor(root: string, script: string, log: (text: string) => void) {
    this.#root = root;
    this.#script = script;
    this.#log = log;
  }

  /** Newest first. */
  get all(): readonly Job[] {
    return [...this.#jobs.values()].sort((a, b) => b.order.created - a.order.created);
  }

  /** Attaches to what is there, and to what other windows start from now on. */
  async watch(): Promise<void> {
    try {
      await mkdir(this.#root, { recursive: true });
      if (this.#isDisposed) return;
      this.#watcher = watch(this.#root, () => void this.look());
      this.#watcher.on('error', (error) => {
        this.#log(`jobs of other windows are not noticed at once: ${error.message}`);
      });
    } catch (error) {
      this.#log(`jobs of other windows are not noticed at once: ${String(error)}`);
    }
    await this.look();
  }

  /** Takes up jobs that are new, and lets go of those that were removed. */
  look(): Promise<void> {
    this.#looking = (this.#looking ?? Promise.resolve()).then(() => this.#look());
    return this.#looking;
  }

  /** Throws when the job cannot be recorded. */
  async start(request: ConcatRequest, resume: boolean): Promise<Job> {
    const order = { version: 1, created: Date.now(), request, resume } as const;
    const folder = await createFolder(this.#root, order);
    this.#own.add(folder.id);
    const job = this.#take(folder.id, new Job(folder, order));
    await spawnJob(this.#script, folder, () => {
      job.noticeEnd();
    });
    this.#changed.fire(undefined);
    await this.#prune();
    return job;
  }

  /** Forgets a job that has ended; nothing happens to its result. */
  async remove(job: Job): Promise<void> {
    if (job.state.outcome === null) return;
    this.#drop(job);
    this.#changed.fire(undefined);
    await job.folder.remove();
  }

  /** Jobs go on. */
  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    for (const job of this.#jobs.values()) job.dispose();
    this.#jobs.clear();
    this.#changed.dispose();
    this.#ended.dispose();
  }

  async #look(): Promise<void> {
    const folders = await listFolders(this.#root);
    const present = new Set(folders.map(({ id }) => id));
    const removed = [...this.#jobs.values()].filter(({ id }) => !present.has(id));
    for (const job of removed) this.#drop(job);
    let isChanged = removed.length > 0;
    for (const folder of folders) {
      if (this.#jobs.has(folder.id)) continue;
      const order = await folder.readOrder();
      if (order === undefined || this.#isDisposed || this.#jobs.has(folder.id)) continue;
      this.#take(folder.id, new Job(folder, order));
      isChanged = true;
    }
    if (isChanged) this.#changed.fire(undefined);
  }

  #take(id: string, job: Job): Job {
    this.#jobs.set(id, job);
    job.onDidChange(() => {
      this.#changed.fire(job);
    });
    void job.ended.then((outcome) => this.#tell(job, outcome));
    return job;
  }

  #drop(job: Job): void {
    this.#jobs.delete(job.id);
    job.dispose();
  }

  async #tell(job: Job, outcome: JobOutcome): Promise<void> {
    if (!this.#own.has(job.id)) await new Promise((resolve) => setTimeout(resolve, COURTESY));
    if (this.#isDisposed || !this.#jobs.has(job.id)) return;
    if (await job.folder.claim()) this.#ended.fire({ job, outcome });
  }

  async #prune(): Promise<void> {
    const ended = this.all.filter(({ state }) => state.outcome !== null);
    for (const job of ended.slice(KEPT)) await this.remove(job);
  }
}
