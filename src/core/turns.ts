import { throwIfCancelled } from './errors.ts';

/** Values that are handled in some ten milliseconds, be it not for much. */
const STRETCH = 2 ** 18;

/** Lets others have a turn, as a signal to this process that cancels. @throws CancelledError */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(signal);
}

/** Divides long work that holds the thread, so that it can be cancelled. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #done = 0;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Whether it is time to `pass`. @param values that were handled meanwhile, about */
  isOver(values: number): boolean {
    this.#done += values;
    return this.#done >= STRETCH;
  }

  /** @throws CancelledError */
  async pass(): Promise<void> {
    this.#done = 0;
    await pause(this.#signal);
  }
}
