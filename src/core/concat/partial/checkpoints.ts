import type { StoreSink } from '../../store/store.ts';
import type { WriteRecord } from '../verify/write-record.ts';
import type { Checkpoint, Journal } from './journal.ts';

/** How often there are checkpoints. */
export interface Pace {
  /** Milliseconds between two of them at least. */
  readonly interval: number;
  /** Part of the time that they take at most. */
  readonly share: number;
}

const PACE: Pace = { interval: 1000, share: 1 / 20 };
/** Times the interval that lies between two inside of an elem, which have more to store. */
const WITHIN = 10;

/** Rows of an elem that are written, and entries in them where it is sparse. */
export interface Reached {
  readonly rows: number;
  readonly entries: number;
}

/** How far a run is, and the checkpoints that say so. */
export class Checkpoints {
  readonly #journal: Journal;
  readonly #sink: StoreSink;
  readonly #record: WriteRecord;
  readonly #done: ReadonlySet<string>;
  readonly #reached: Checkpoint['reached'];
  readonly #pace: Pace;
  #due: number;
  #dueWithin: number;
  #added: string[] = [];
  /** The last checkpoint was inside of an elem. */
  #isWithin: boolean;

  /**
   * @param saved of the run that this one continues
   */
  constructor(
    journal: Journal,
    sink: StoreSink,
    record: WriteRecord,
    saved: readonly Checkpoint[],
    pace = PACE,
  ) {
    this.#journal = journal;
    this.#sink = sink;
    this.#record = record;
    this.#done = new Set(saved.flatMap(({ done }) => done));
    this.#reached = saved.at(-1)?.reached ?? null;
    this.#isWithin = this.#reached !== null;
    this.#pace = pace;
    this.#due = performance.now() + pace.interval;
    this.#dueWithin = performance.now() + WITHIN * pace.interval;
  }

  isDone(elem: string): boolean {
    return this.#done.has(elem);
  }

  /** Where to go on in an elem that is not done. */
  reachedIn(elem: string): Reached {
    return this.#reached?.elem === elem ? this.#reached : { rows: 0, entries: 0 };
  }

  /** Tells that an elem is complete, and all before it. @throws OutputUnwritableError */
  async finished(elem: string): Promise<void> {
    this.#added.push(elem);
    if (performance.now() >= this.#due) await this.#add(null);
  }

  /** Tells how much of an elem is written, and that all before it is complete. */
  async reached(elem: string, { rows, entries }: Reached): Promise<void> {
    if (!this.#sink.continuesArrays || performance.now() < this.#dueWithin) return;
    await this.#add({ elem, rows, entries });
  }

  /** Tells that all is written: what a checkpoint inside of an elem left is no longer needed. */
  async end(): Promise<void> {
    if (this.#isWithin) await this.#add(null);
  }

  async #add(reached: Checkpoint['reached']): Promise<void> {
    const started = performance.now();
    const done = this.#added;
    this.#added = [];
    // What is in the journal has to be on the disk before.
    const store = await this.#sink.checkpoint();
    await this.#journal.add({ done, reached, store, arrays: this.#record.save() });
    this.#isWithin = reached !== null;
    const ended = performance.now();
    const { interval, share } = this.#pace;
    const pause = (ended - started) / share;
    this.#due = ended + Math.max(interval, pause);
    this.#dueWithin = ended + Math.max(WITHIN * interval, pause);
  }
}
