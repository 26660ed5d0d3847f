import type { Join } from '../../shared/options.ts';
import type { ArrayElem, StringArrayElem } from '../anndata/elem.ts';
import { throwIfCancelled } from '../errors.ts';
import type { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import type { Inputs } from './inputs.ts';
import { equalIds, intersectIds, uniteIds } from './index-join.ts';
import { readNames } from './names.ts';
import { reindexer, type Reindexer } from './reindexer.ts';

/** Reindexers are as long as the lists of names, so only a few are kept; others are made again. */
const KEPT_REINDEXERS = 4;

/** Duplicate names on the alt axis of one input. */
export interface Duplicates {
  readonly input: number;
  readonly count: number;
  /** At most five. */
  readonly examples: readonly string[];
}

/**
 * The names of the axis that is not concatenated, joined over all inputs
 * (`anndata._core.merge.merge_indices`). Each name is hashed once; equal lists are kept once.
 */
export class AltIndex {
  readonly length: number;
  readonly duplicates: readonly Duplicates[];
  readonly #dictionary: Utf8Dictionary;
  readonly #ids: Int32Array;
  readonly #inputIds: readonly Int32Array[];
  readonly #reindexers = new Map<Int32Array, Reindexer>();

  private constructor(
    dictionary: Utf8Dictionary,
    ids: Int32Array,
    inputIds: readonly Int32Array[],
    duplicates: readonly Duplicates[],
  ) {
    this.#dictionary = dictionary;
    this.#ids = ids;
    this.#inputIds = inputIds;
    this.duplicates = duplicates;
    this.length = ids.length;
  }

  static async join(
    inputs: Inputs,
    indexes: readonly (ArrayElem | StringArrayElem)[],
    join: Join,
    blockBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<AltIndex> {
    const dictionary = new Utf8Dictionary();
    const inputIds: Int32Array[] = [];
    const duplicates: Duplicates[] = [];
    const stamps = new Stamps();
    const lists = new Lists();
    for (const [input, index] of indexes.entries()) {
      throwIfCancelled(signal);
      const ids = new Int32Array(index.shape[0] ?? 0);
      let at = 0;
      for await (const names of readNames(inputs, input, index, blockBytes, signal)) {
        ids.set(dictionary.addAll(names), at);
        at += names.length;
      }
      const repeated = stamps.repeated(ids, input, dictionary.size);
      if (repeated.size > 0) {
        const examples = [...repeated].slice(0, 5).map((id) => dictionary.at(id));
        duplicates.push({ input, count: repeated.size, examples });
      }
      inputIds.push(lists.shared(ids));
    }
    const ids =
      join === 'inner' ? intersectIds(inputIds, dictionary.size) : uniteIds(inputIds, dictionary);
    return new AltIndex(dictionary, ids, inputIds, duplicates);
  }

  /** True when every input has just the names of the result, in its order. */
  get isUniform(): boolean {
    return this.#inputIds.every((ids) => equalIds(ids, this.#ids));
  }

  reindexerOf(input: number): Reindexer {
    return this.#reindexer(this.#inputIds[input] ?? new Int32Array(0));
  }

  /** Names `[start, stop)` of the result. */
  names(start: number, stop: number): Utf8Array {
    return this.#dictionary.pick(this.#ids, start, stop);
  }

  /** Bytes that all names of the result take. */
  get bytes(): number {
    return this.#ids.reduce((sum, id) => sum + this.#dictionary.sizeOf(id), 0);
  }

  /** The first names of an input, to show when nothing is shared. */
  examplesOf(input: number): readonly string[] {
    return Array.from((this.#inputIds[input] ?? new Int32Array(0)).subarray(0, 2), (id) =>
      this.#dictionary.at(id),
    );
  }

  #reindexer(ids: Int32Array): Reindexer {
    let known = this.#reindexers.get(ids);
    if (known === undefined) {
      const positions = new Int32Array(this.#dictionary.size).fill(-1);
      this.#ids.forEach((id, i) => {
        positions[id] = i;
      });
      known = reindexer(
        ids.map((id) => positions[id] ?? -1),
        this.length,
      );
      if (this.#reindexers.size >= KEPT_REINDEXERS) this.#reindexers.clear();
      this.#reindexers.set(ids, known);
    }
    return known;
  }
}

/** Marks ids per input, so that each input costs its own names only. */
class Stamps {
  #stamps = new Int32Array(0);

  repeated(ids: Int32Array, input: number, size: number): ReadonlySet<number> {
    if (this.#stamps.length < size) {
      const grown = new Int32Array(Math.max(size, 2 * this.#stamps.length));
      grown.set(this.#stamps);
      this.#stamps = grown;
    }
    const repeated = new Set<number>();
    for (const id of ids) {
      if (this.#stamps[id] === input + 1) repeated.add(id);
      this.#stamps[id] = input + 1;
    }
    return repeated;
  }
}

/** Keeps one copy of equal lists: a thousand inputs mostly have one list of names. */
class Lists {
  readonly #byHash = new Map<number, Int32Array[]>();

  shared(ids: Int32Array): Int32Array {
    let hash = ids.length;
    for (const id of ids) hash = Math.imul(hash ^ id, 0x01000193);
    const others = this.#byHash.get(hash) ?? [];
    const known = others.find((other) => equalIds(other, ids));
    if (known !== undefined) return known;
    this.#byHash.set(hash, [...others, ids]);
    return ids;
  }
}
