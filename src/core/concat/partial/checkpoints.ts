import type { StoreSink } from '../../store/store.ts';
import type { WriteRecord } from '../verify/write-record.ts';
import type { Journal } from './journal.ts';

/** Milliseconds between two checkpoints at least. */
const INTERVAL = 1000;
/** Checkpoints take no more than this part of the time. */
const SHARE = 1 / 20;

/** Elems that are finished, and the checkpoints that say so. */
export class Checkpoints {
  readonly #journal: Journal;
  readonly #sink: StoreSink;
  readonly #record: WriteRecord;
  readonly #done: ReadonlySet<string>;
  readonly #interval: number;
  #due: number;
  #added: string[] = [];

  /**
   * @param done elems that an earlier run has finished
   * @param interval milliseconds between two checkpoints at least
   */
  constructor(
    journal: Journal,
    sink: StoreSink,
    record: WriteRecord,
    done: Iterable<string>,
    interval = INTERVAL,
  ) {
    this.#journal = journal;
    this.#sink = sink;
    this.#record = record;
    this.#done = new Set(done);
    this.#interval = interval;
    this.#due = performance.now() + interval;
  }

  isDone(elem: string): boolean {
    return this.#done.has(elem);
  }

  /** Tells that an elem is complete, and all before it. @throws OutputUnwritableError */
  async finished(elem: string): Promise<void> {
    this.#added.push(elem);
    const started = performance.now();
    if (started < this.#due) return;
    const done = this.#added;
    this.#added = [];
    // What is in the journal has to be on the disk before.
    const store = await this.#sink.checkpoint();
    await this.#journal.add({ done, store, arrays: this.#record.save() });
    const ended = performance.now();
    this.#due = ended + Math.max(this.#interval, (ended - started) / SHARE);
  }
}
