import type { Join } from '../../shared/options.ts';
import type { ArrayElem, StringArrayElem } from '../anndata/elem.ts';
import { throwIfCancelled } from '../errors.ts';
import { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import type { Inputs } from './inputs.ts';
import { equalIds, intersectIds, uniteIds } from './index-join.ts';
import { pause } from '../turns.ts';
import { readNames } from './names.ts';
import { identity, reindexer, type Reindexer } from './reindexer.ts';

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
  readonly #strings: Utf8Array;
  readonly #ids: Int32Array;
  readonly #newPositions: readonly Int32Array[];
  readonly #examples: readonly (readonly string[])[];
  readonly #reindexers = new Map<Int32Array, Reindexer>();

  /** Takes over the lists of ids: those of the inputs are made positions in the result. */
  private constructor({ strings, inputIds, duplicates }: InputNames, ids: Int32Array) {
    this.#strings = strings;
    this.#ids = ids;
    this.duplicates = duplicates;
    this.length = ids.length;
    this.#examples = inputIds.map((list) => strings.take(list.subarray(0, 2)).toStrings());
    this.#newPositions = inputIds;
    replaceByPositions(inputIds, ids, strings.length);
  }

  static async join(
    inputs: Inputs,
    indexes: readonly (ArrayElem | StringArrayElem)[],
    join: Join,
    blockBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<AltIndex> {
    const names = await readInputNames(inputs, indexes, blockBytes, signal);
    const { strings, inputIds } = names;
    const ids =
      join === 'inner'
        ? intersectIds(inputIds, strings.length)
        : await uniteIds(inputIds, strings, signal);
    await pause(signal);
    return new AltIndex(names, ids);
  }

  /** Names of which all inputs have the same, in one order. What they are, it does not know. */
  static ofSame(length: number): AltIndex {
    const strings = Utf8Array.from([]);
    return new AltIndex({ strings, inputIds: [], duplicates: [] }, new Int32Array(length));
  }

  /**
   * Names that were joined before, for some of the inputs.
   * @param indexes null for inputs that nobody will ask for
   */
  static async ofJoined(
    joined: Utf8Array,
    inputs: Inputs,
    indexes: readonly (ArrayElem | StringArrayElem | null)[],
    blockBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<AltIndex> {
    const dictionary = new Utf8Dictionary(joined.length);
    const ids = dictionary.addAll(joined);
    const inputIds: Int32Array[] = [];
    for (const [input, index] of indexes.entries()) {
      const own = new Int32Array(index?.shape[0] ?? 0);
      let at = 0;
      for await (const names of index === null
        ? []
        : readNames(inputs, input, index, blockBytes, signal)) {
        own.set(dictionary.addAll(names), at);
        at += names.length;
      }
      inputIds.push(index === null || equalIds(own, ids) ? ids : own);
    }
    return new AltIndex({ strings: dictionary.strings, inputIds, duplicates: [] }, ids);
  }

  reindexerOf(input: number): Reindexer {
    const newPositions = this.#newPositions[input] ?? this.#ids;
    if (newPositions === this.#ids) return identity(this.length);
    let known = this.#reindexers.get(newPositions);
    if (known === undefined) {
      known = reindexer(newPositions, this.length);
      if (this.#reindexers.size >= KEPT_REINDEXERS) this.#reindexers.clear();
      this.#reindexers.set(newPositions, known);
    }
    return known;
  }

  /** Names `[start, stop)` of the result. */
  names(start: number, stop: number): Utf8Array {
    return this.#strings.take(this.#ids.subarray(start, stop));
  }

  /** Bytes that all names of the result take. */
  get bytes(): number {
    return this.#ids.reduce((sum, id) => sum + this.#strings.sizeOf(id), 0);
  }

  /** The first names of an input, to show when nothing is shared. */
  examplesOf(input: number): readonly string[] {
    return this.#examples[input] ?? [];
  }
}

export interface InputNames {
  /** All distinct names. */
  readonly strings: Utf8Array;
  /** Positions of the names of each input in `strings`; one array where lists are equal. */
  readonly inputIds: readonly Int32Array[];
  readonly duplicates: readonly Duplicates[];
}

/**
 * The names of an axis of all inputs. The dictionary ends here: its tables are as large as the names
 * and only serve to look them up.
 * @param onBlock is told how many distinct names there are so far
 */
export async function readInputNames(
  inputs: Inputs,
  indexes: readonly (ArrayElem | StringArrayElem)[],
  blockBytes: number,
  signal: AbortSignal | undefined,
  onBlock: (distinct: number) => void = () => undefined,
): Promise<InputNames> {
  // The names of one input are distinct, so that there are no fewer than in the longest list.
  const longest = indexes.reduce((most, { shape }) => Math.max(most, shape[0] ?? 0), 0);
  const dictionary = new Utf8Dictionary(longest);
  const inputIds: Int32Array[] = [];
  const duplicates: Duplicates[] = [];
  const lists = new Lists();
  const marks = new Marks();
  for (const [input, index] of indexes.entries()) {
    throwIfCancelled(signal);
    const ids = new Int32Array(index.shape[0] ?? 0);
    let at = 0;
    for await (const names of readNames(inputs, input, index, blockBytes, signal)) {
      ids.set(dictionary.addAll(names), at);
      at += names.length;
      onBlock(dictionary.size);
    }
    const repeated = marks.repeated(ids, dictionary.size);
    if (repeated.size > 0) {
      const examples = [...repeated].slice(0, 5).map((id) => dictionary.at(id));
      duplicates.push({ input, count: repeated.size, examples });
    }
    inputIds.push(lists.shared(ids));
  }
  return { strings: dictionary.strings, inputIds, duplicates };
}

/** Replaces ids by their positions in `ids`, -1 for none, in all lists but `ids` itself. */
function replaceByPositions(lists: readonly Int32Array[], ids: Int32Array, size: number): void {
  const others = [...new Set(lists)].filter((list) => list !== ids);
  if (others.length === 0) return;
  const positions = new Int32Array(size).fill(-1);
  ids.forEach((id, i) => {
    positions[id] = i;
  });
  for (const list of others) {
    for (let i = 0; i < list.length; i++) list[i] = positions[list[i] ?? 0] ?? -1;
  }
}

/** A bit for each id, cleared after each input, so that each costs its own names only. */
class Marks {
  #bits = new Uint32Array(0);

  repeated(ids: Int32Array, size: number): ReadonlySet<number> {
    const words = (size + 31) >>> 5;
    if (this.#bits.length < words) this.#bits = new Uint32Array(2 * words);
    const bits = this.#bits;
    const repeated = new Set<number>();
    for (const id of ids) {
      const word = bits[id >>> 5] ?? 0;
      const bit = 1 << (id & 31);
      if ((word & bit) !== 0) repeated.add(id);
      bits[id >>> 5] = word | bit;
    }
    for (const id of ids) bits[id >>> 5] = 0;
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
