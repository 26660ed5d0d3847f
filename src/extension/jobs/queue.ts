import { availableParallelism } from 'node:os';
import type { JobFolder } from './folder.ts';

/** Jobs of all windows that are at work at the same time: each may take all the memory it is allowed. */
export const AT_ONCE = Math.max(1, Math.min(4, availableParallelism()));

/** A job as the queue sees it. */
export interface Queued {
  readonly folder: JobFolder;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly isEnded: boolean;
}

/** Starts jobs in the order in which they were asked for, as there is room. */
export class Queue<T extends Queued> {
  readonly #all: () => readonly T[];
  readonly #start: (job: T) => Promise<void>;
  #looking: Promise<void> = Promise.resolve();

  /** @param all jobs of all windows @param start the process of one */
  constructor(all: () => readonly T[], start: (job: T) => Promise<void>) {
    this.#all = all;
    this.#start = start;
  }

  /** Starts what has its turn: to be called when a job is added, and when one has ended. */
  look(): Promise<void> {
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#look());
    return this.#looking;
  }

  async #look(): Promise<void> {
    const open = this.#all().filter(({ isEnded }) => !isEnded);
    const isStarted = await Promise.all(open.map(({ folder }) => folder.isStarted()));
    const waiting = open
      .filter((_, i) => isStarted[i] === false)
      .sort((a, b) => a.created - b.created);
    let room = AT_ONCE - (open.length - waiting.length);
    for (const job of waiting) {
      if (room <= 0) return;
      room -= 1;
      // Another window may have been faster, which took the room too.
      if (await job.folder.claimStart()) await this.#start(job);
    }
  }
}
