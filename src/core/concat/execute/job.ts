import type { Options } from '../../../shared/options.ts';
import { ElemUnreadableError, throwIfCancelled } from '../../errors.ts';
import type { Compression, GroupSink } from '../../store/store.ts';
import type { Context } from '../../context.ts';
import type { Inputs } from '../inputs.ts';
import { bandBytesOf, blockBytesOf } from '../plan/memory.ts';

/** gzip's level where the options name none; anndata's default. */
const DEFAULT_LEVEL = 4;
/** Filters that only reorder or check bytes. */
const NOT_COMPRESSING: ReadonlySet<string> = new Set(['shuffle', 'fletcher32', 'bytes', 'crc32c']);

/** What writing any part needs: the inputs, the groups made so far, the budget, the progress. */
export class Job {
  readonly inputs: Inputs;
  readonly blockBytes: number;
  readonly bandBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly #options: Options;
  readonly #context: Context;
  readonly #groups = new Map<string, GroupSink>();
  readonly #total: number;
  #finished = 0;
  #elem: string | null = null;

  constructor(inputs: Inputs, options: Options, total: number, context: Context) {
    this.inputs = inputs;
    this.blockBytes = blockBytesOf(options.memory);
    this.bandBytes = bandBytesOf(options.memory);
    this.signal = context.signal;
    this.#options = options;
    this.#context = context;
    this.#total = total;
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

  /** Compression of an elem: as asked for, or gzip where one of its sources is compressed. */
  compression(sources: readonly ({ readonly filters: readonly string[] } | null)[]): Compression {
    const { compression } = this.#options;
    if (compression === 'auto') {
      const isCompressed = sources.some((source) =>
        source?.filters.some((filter) => !NOT_COMPRESSING.has(filter)),
      );
      return isCompressed ? { id: 'gzip', level: DEFAULT_LEVEL } : { id: 'none' };
    }
    if (compression === 'none') return { id: 'none' };
    const level = compression.split(':')[1];
    return { id: 'gzip', level: level === undefined ? DEFAULT_LEVEL : Number(level) };
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
