import { setTimeout as sleep } from 'node:timers/promises';
import type { Border } from '../../../shared/parts.ts';
import type { Job } from '../execute/job.ts';
import { isAtWork } from './attempt.ts';
import { countedBorder, countEntries } from './count.ts';
import { type CountRecord, countRecordSchema, readRecord, writeRecord } from './record.ts';
import type { Sources } from './sources.ts';
import type { SplitPlan, WorkFolder } from './work-folder.ts';

/** Milliseconds between two looks whether another part has counted its rows. */
const PAUSE = 500;

/**
 * The borders of a part's shares. Where entries have to be counted, each part counts those of its
 * own rows first, for all, and takes what the parts before it have counted. It waits for parts that
 * are at work, which count before they wait, and counts for those that are not: so none waits for
 * ever, and the order in which parts are run does not matter.
 */
export class Counts {
  readonly #plan: SplitPlan;
  readonly #folder: WorkFolder;
  readonly #part: number;
  readonly #job: Job;
  readonly #sources: Sources;

  constructor(plan: SplitPlan, folder: WorkFolder, part: number, job: Job, sources: Sources) {
    this.#plan = plan;
    this.#folder = folder;
    this.#part = part;
    this.#job = job;
    this.#sources = sources;
  }

  /**
   * Border `k` of the split elem `i`: 0 is where part 1 begins.
   * @throws RangeError when there is none
   */
  async border(i: number, k: number): Promise<Border> {
    const split = this.#plan.parts.split[i];
    const border = split?.borders[k];
    if (split === undefined || border === undefined) throw new RangeError(`border ${k} of ${i}`);
    if (!split.isCounted) return border;
    const own = await this.#of(i, this.#part);
    const counts: CountRecord[] = [];
    for (let part = 1; part <= k; part++) {
      counts.push(part === this.#part ? own : await this.#of(i, part));
    }
    return countedBorder(split, counts, k);
  }

  async #of(i: number, part: number): Promise<CountRecord> {
    const file = this.#folder.in('counts', `${part}-${i}.json`);
    for (;;) {
      const known = await readRecord(file, countRecordSchema);
      if (known !== null) return known;
      if (part === this.#part || !(await isAtWork(this.#folder, part))) break;
      await sleep(PAUSE, undefined, { signal: this.#job.signal });
    }
    const split = this.#plan.parts.split[i];
    const [from, to] = [split?.borders[part - 1]?.row ?? 0, split?.borders[part]?.row ?? 0];
    if (split === undefined) throw new RangeError(`no split elem ${i}`);
    const matrix = await this.#sources.matrix(split, from, to);
    const count = await countEntries(this.#job, matrix, from, to);
    await writeRecord(file, count);
    return count;
  }
}
