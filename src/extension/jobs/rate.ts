import type { Progress } from '../../shared/progress.ts';

/** Milliseconds over which the throughput is taken: long enough to be steady, and to be of now. */
const WINDOW = 10_000;
/** Milliseconds after which there is a throughput to speak of. */
const WARM_UP = 1000;

export interface Rate {
  /** Bytes of the result a second. */
  readonly throughput: number;
  /** Seconds that writing the rest takes at this throughput. */
  readonly remaining: number;
}

/** How fast a job writes, from its reports as they come in. */
export class RateMeter {
  #samples: { readonly at: number; readonly done: number }[] = [];
  #total = 0;

  /** @param at in milliseconds, by any clock that only goes forward */
  add({ phase, done, total }: Progress, at: number): void {
    if (phase !== 'write') {
      this.#samples = [];
      return;
    }
    this.#total = total;
    this.#samples.push({ at, done });
    // One older than the window stays, so that a report now and then is enough.
    const first = this.#samples.findLastIndex((sample) => sample.at <= at - WINDOW);
    if (first > 0) this.#samples.splice(0, first);
  }

  /** Undefined as long as nobody knows. */
  get rate(): Rate | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < WARM_UP) return undefined;
    const throughput = ((last.done - first.done) / (last.at - first.at)) * 1000;
    if (throughput <= 0) return undefined;
    return { throughput, remaining: Math.max(0, this.#total - last.done) / throughput };
  }
}
