import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { listFolders, type JobFolder } from './folder.ts';

/** Jobs that have ended and are kept. */
const KEPT = 50;
/** Milliseconds by which the window that started a job is ahead of others in telling its outcome. */
const COURTESY = 1500;

/** What is listed of a folder of its own. */
export interface Listed extends vscode.Disposable {
  readonly folder: JobFolder;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly isEnded: boolean;
  readonly onDidChange: vscode.Event<void>;
}

/** What lies in folders of one place, whichever window put it there. It owns what it lists. */
export class JobList<T extends Listed> implements vscode.Disposable {
  readonly #root: string;
  readonly #open: (folder: JobFolder) => Promise<T | undefined>;
  readonly #log: (text: string) => void;
  readonly #jobs = new Map<string, T>();
  readonly #own = new Set<string>();
  readonly #changed = new vscode.EventEmitter<T | undefined>();
  #watcher: FSWatcher | undefined;
  #looking: Promise<void> | undefined;
  #isDisposed = false;

  /** One is another one than it was; undefined: there are others than there were. */
  readonly onDidChange = this.#changed.event;

  /**
   * @param root where the folders are
   * @param open gives what a folder holds; undefined when it holds none
   */
  constructor(
    root: string,
    open: (folder: JobFolder) => Promise<T | undefined>,
    log: (text: string) => void,
  ) {
    this.#root = root;
    this.#open = open;
    this.#log = log;
  }

  /** Newest first. */
  get all(): readonly T[] {
    return [...this.#jobs.values()].sort((a, b) => b.created - a.created);
  }

  /** Takes up what is there, and what other windows add from now on. */
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

  /** Takes up what is new, and lets go of what was removed. */
  look(): Promise<void> {
    this.#looking = (this.#looking ?? Promise.resolve()).then(() => this.#look());
    return this.#looking;
  }

  /** Takes up what this window has made, and forgets the oldest of those that have ended. */
  async add(job: T): Promise<void> {
    this.#own.add(job.folder.id);
    this.#take(job);
    this.#changed.fire(undefined);
    const ended = this.all.filter(({ isEnded }) => isEnded);
    for (const old of ended.slice(KEPT)) await this.remove(old);
  }

  /** Forgets one that has ended; nothing happens to its result. */
  async remove(job: T): Promise<void> {
    if (!job.isEnded) return;
    this.#drop(job);
    this.#changed.fire(undefined);
    await job.folder.remove();
  }

  /** True in one of all windows: the one that is to tell what became of it. */
  async claim(job: T): Promise<boolean> {
    const { folder } = job;
    if (!this.#own.has(folder.id)) await new Promise((resolve) => setTimeout(resolve, COURTESY));
    if (this.#isDisposed || !this.#jobs.has(folder.id)) return false;
    return await folder.claim();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    for (const job of this.#jobs.values()) job.dispose();
    this.#jobs.clear();
    this.#changed.dispose();
  }

  async #look(): Promise<void> {
    const folders = await listFolders(this.#root);
    const present = new Set(folders.map(({ id }) => id));
    const removed = [...this.#jobs.values()].filter(({ folder }) => !present.has(folder.id));
    for (const job of removed) this.#drop(job);
    let isChanged = removed.length > 0;
    for (const folder of folders) {
      if (this.#jobs.has(folder.id)) continue;
      const job = await this.#open(folder);
      if (job === undefined) continue;
      if (this.#isDisposed || this.#jobs.has(folder.id)) {
        job.dispose();
        continue;
      }
      this.#take(job);
      isChanged = true;
    }
    if (isChanged) this.#changed.fire(undefined);
  }

  #take(job: T): void {
    this.#jobs.set(job.folder.id, job);
    job.onDidChange(() => {
      this.#changed.fire(job);
    });
  }

  #drop(job: T): void {
    this.#jobs.delete(job.folder.id);
    job.dispose();
  }
}
