import type { JobOutcome, JobState, JobStep, JobUpdate } from '../../shared/job.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Progress } from '../../shared/progress.ts';

/** Where a job is: made of all reports of the engine, so that no elem is missed. */
export class Tracker {
  readonly #bytes = new Map<string, number>();
  readonly #steps: JobStep[] = [];
  /** Bytes that were written before the last step began. */
  #before = 0;
  /** The first step that changed since the last update. */
  #changed = 0;
  #progress: Progress | null = null;
  #outcome: JobOutcome | null = null;

  get state(): JobState {
    return { progress: this.#progress, steps: [...this.#steps], outcome: this.#outcome };
  }

  planned({ elems }: Plan): void {
    for (const { path, bytes } of elems) this.#bytes.set(path, bytes);
  }

  /** @returns whether another elem, or another phase, is worked on now */
  report(progress: Progress): boolean {
    const last = this.#steps.at(-1);
    const isNext =
      progress.elem !== this.#progress?.elem || progress.phase !== this.#progress.phase;
    this.#progress = progress;
    const { phase, elem, done } = progress;
    if (phase !== 'write' || elem !== last?.elem) this.#finishLast();
    if (phase !== 'write' || elem === null) return isNext;
    if (elem !== last?.elem) {
      this.#before = done;
      this.#steps.push({ elem, done: 0, isFinished: false, bytes: this.#bytes.get(elem) ?? null });
    } else {
      this.#replaceLast({ ...last, done: Math.max(0, done - this.#before) });
    }
    return isNext;
  }

  end(outcome: JobOutcome): void {
    if (outcome.kind === 'done') this.#finishLast();
    this.#outcome = outcome;
  }

  /** What is new since this was called last. */
  update(): JobUpdate {
    const from = this.#changed;
    this.#changed = Math.max(0, this.#steps.length - 1);
    return {
      progress: this.#progress,
      from,
      steps: this.#steps.slice(from),
      outcome: this.#outcome,
    };
  }

  #finishLast(): void {
    const last = this.#steps.at(-1);
    if (last?.isFinished === false) this.#replaceLast({ ...last, isFinished: true });
  }

  #replaceLast(step: JobStep): void {
    this.#steps[this.#steps.length - 1] = step;
  }
}
