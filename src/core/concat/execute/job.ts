import type { Options, StoreFormat } from '../../../shared/options.ts';
import type { Plan } from '../../../shared/plan.ts';
import { ElemUnreadableError, throwIfCancelled } from '../../errors.ts';
import type { Compression, GroupSink } from '../../store/store.ts';
import type { Context } from '../../context.ts';
import { type Chunking, chunkingOf } from '../chunking.ts';
import { compressionOf, type Sources } from '../compression.ts';
import type { Inputs } from '../inputs.ts';
import type { Checkpoints, Reached } from '../partial/checkpoints.ts';
import { bandBytesOf, blockBytesOf } from '../plan/memory.ts';

/** What writing any part needs: the inputs, the groups made so far, the budget, the progress. */
export class Job {
  readonly inputs: Inputs;
  readonly blockBytes: number;
  readonly bandBytes: number;
  readonly chunking: Chunking;
  readonly signal: AbortSignal | undefined;
  readonly format: StoreFormat;
  readonly #options: Options;
  readonly #context: Context;
  readonly #groups = new Map<string, GroupSink>();
  readonly #total: number;
  readonly #checkpoints: Checkpoints | null;
  #finished = 0;
  #elem: string | null = null;

  /**
   * @param total bytes to write, of which progress is a part
   * @param checkpoints what is told of each elem that is complete
   */
  constructor(
    inputs: Inputs,
    { request: { options }, output: { format } }: Plan,
    total: number,
    context: Context,
    checkpoints: Checkpoints | null = null,
  ) {
    this.inputs = inputs;
    this.blockBytes = blockBytesOf(options.memory);
    this.bandBytes = bandBytesOf(options.memory);
    this.signal = context.signal;
    this.chunking = chunkingOf(format);
    this.#options = options;
    this.format = format;
    this.#context = context;
    this.#total = total;
    this.#checkpoints = checkpoints;
  }

  addGroup(path: string, group: GroupSink): void {
    this.#groups.set(path, group);
  }

  /** The group that holds the elem at `path`, and the elem's name in it. */
  parentOf(path: string): readonly [GroupSink, string] {
    const slash = path.lastIndexOf('/');
    const group = this.#groups.get(slash < 0 ? '' : path.slice(0, slash));
    if (group === undefined)
      throw new ElemUnreadableError({ elem: path, reason: 'no group for it' });
    return [group, path.slice(slash + 1)];
  }

  /** Compression of an elem: as asked for, or as its sources have it. */
  compression(sources: Sources): Compression {
    return compressionOf(this.#options.compression, this.format, sources);
  }

  /** Writes an elem of `bytes` bytes, unless the run that this one continues has done so. */
  async elem(path: string, bytes: number, write: () => Promise<void>): Promise<void> {
    if (this.#checkpoints?.isDone(path) === true) {
      this.#finished += bytes;
      return;
    }
    await write();
    await this.#checkpoints?.finished(path);
  }

  /** Where to go on in an elem that the run that this one continues has begun. */
  reachedIn(path: string): Reached {
    return this.#checkpoints?.reachedIn(path) ?? { rows: 0, entries: 0 };
  }

  /** Tells how much of an elem is written. */
  async reached(path: string, reached: Reached): Promise<void> {
    await this.#checkpoints?.reached(path, reached);
  }

  /** Starts an elem of `bytes` bytes; the function returned tells how much of it is done. */
  start(elem: string, bytes: number): (fraction: number) => void {
    throwIfCancelled(this.signal);
    this.#elem = elem;
    const before = this.#finished;
    return (fraction) => {
      throwIfCancelled(this.signal);
      this.#finished = before + bytes * Math.min(1, fraction);
      this.#report();
    };
  }

  #report(): void {
    this.#context.onProgress?.({
      phase: 'write',
      elem: this.#elem,
      done: Math.min(this.#finished, this.#total),
      total: this.#total,
    });
  }
}
