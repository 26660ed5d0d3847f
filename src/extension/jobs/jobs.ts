import * as vscode from 'vscode';
import type { JobOutcome } from '../../shared/job.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { createFolder } from './folder.ts';
import { JobList } from './job-list.ts';
import { Job } from './job.ts';
import { Queue } from './queue.ts';
import { spawnJob } from './spawn.ts';

/** All jobs of this user on this machine, whichever window started them. */
export class Jobs implements vscode.Disposable {
  readonly #root: string;
  readonly #list: JobList<Job>;
  readonly #queue: Queue<Job>;
  readonly #ended = new vscode.EventEmitter<{ readonly job: Job; readonly outcome: JobOutcome }>();

  /** One job is another one than it was; undefined: there are other jobs than there were. */
  readonly onDidChange: vscode.Event<Job | undefined>;
  /** A job ended, and this window is the one to tell. */
  readonly onDidEnd = this.#ended.event;

  /**
   * @param root where the folders of jobs are
   * @param script path of the program that carries out a job
   */
  constructor(root: string, script: string, log: (text: string) => void) {
    this.#root = root;
    const open = async (folder: Job['folder']): Promise<Job | undefined> => {
      const order = await folder.readOrder();
      return order === undefined ? undefined : this.#tellEnd(new Job(folder, order));
    };
    this.#list = new JobList(root, open, log);
    this.#queue = new Queue(
      () => this.#list.all,
      (job) =>
        spawnJob(script, job.folder, () => {
          job.noticeEnd();
        }),
    );
    this.onDidChange = this.#list.onDidChange;
  }

  /** Newest first. */
  get all(): readonly Job[] {
    return this.#list.all;
  }

  /** Attaches to what is there, and to what other windows start from now on. */
  async watch(): Promise<void> {
    await this.#list.watch();
    await this.#queue.look();
  }

  /** Starts a job, or has it wait for its turn. Throws when it cannot be recorded. */
  async start(request: ConcatRequest, resume: boolean): Promise<Job> {
    const order = { version: 1, created: Date.now(), request, resume } as const;
    const folder = await createFolder(this.#root, order);
    const job = this.#tellEnd(new Job(folder, order));
    await this.#list.add(job);
    await this.#queue.look();
    return job;
  }

  /** Forgets a job that has ended; nothing happens to its result. */
  remove(job: Job): Promise<void> {
    return this.#list.remove(job);
  }

  /** Jobs go on. */
  dispose(): void {
    this.#list.dispose();
    this.#ended.dispose();
  }

  #tellEnd(job: Job): Job {
    void job.ended.then(async (outcome) => {
      void this.#queue.look();
      if (await this.#list.claim(job)) this.#ended.fire({ job, outcome });
    });
    return job;
  }
}
