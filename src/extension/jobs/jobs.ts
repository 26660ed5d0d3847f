import * as vscode from 'vscode';
import type { JobOutcome } from '../../shared/job.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { createFolder } from './folder.ts';
import { JobList } from './job-list.ts';
import { Job } from './job.ts';
import { spawnJob } from './spawn.ts';

/** All jobs of this user on this machine, whichever window started them. */
export class Jobs implements vscode.Disposable {
  readonly #root: string;
  readonly #script: string;
  readonly #list: JobList<Job>;
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
    this.#script = script;
    const open = async (folder: Job['folder']): Promise<Job | undefined> => {
      const order = await folder.readOrder();
      return order === undefined ? undefined : this.#tellEnd(new Job(folder, order));
    };
    this.#list = new JobList(root, open, log);
    this.onDidChange = this.#list.onDidChange;
  }

  /** Newest first. */
  get all(): readonly Job[] {
    return this.#list.all;
  }

  /** Attaches to what is there, and to what other windows start from now on. */
  watch(): Promise<void> {
    return this.#list.watch();
  }

  /** Throws when the job cannot be recorded. */
  async start(request: ConcatRequest, resume: boolean): Promise<Job> {
    const order = { version: 1, created: Date.now(), request, resume } as const;
    const folder = await createFolder(this.#root, order);
    const job = this.#tellEnd(new Job(folder, order));
    const added = this.#list.add(job);
    await spawnJob(this.#script, folder, () => {
      job.noticeEnd();
    });
    await added;
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
      if (await this.#list.claim(job)) this.#ended.fire({ job, outcome });
    });
    return job;
  }
}
