import type { Tally } from '../../../shared/picture.ts';
import type { ColumnValues } from '../../concat/column-values.ts';
import { pythonTexts } from '../../concat/python-text.ts';
import { ascending } from '../../concat/reindexer.ts';
import type { Block } from '../../store/store.ts';
import type { Utf8Array } from '../../store/utf8.ts';
import { Utf8Dictionary } from '../../store/utf8-dictionary.ts';

/** Distinct texts, and bytes of them, that are told apart; those that come later are not. */
const MOST_DISTINCT = 1_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

const MISSING = -1;
const NOT_TOLD_APART = -2;

/** Values counted, and the position of each in the list of those that are named. */
export interface Counted {
  readonly tally: Tally;
  /** Of an id: its position in `tally.values`, one behind the last for all others, -1 for missing. */
  readonly positionOf: (id: number) => number;
}

/**
 * Counts the values of a categorical, text or bool column, block by block. Each value has an id,
 * by which the caller may remember it: the code of a category, or the order of arrival.
 */
export class ValueCounts {
  readonly #dictionary = new Utf8Dictionary();
  readonly #mostDistinct: number;
  #counts: number[] = [];
  #categories: Block | undefined;
  #missing = 0;
  #notToldApart = 0;

  /** @param mostDistinct texts that are told apart */
  constructor(mostDistinct = MOST_DISTINCT) {
    this.#mostDistinct = mostDistinct;
  }

  /** Ids of the values of a block. */
  add(values: ColumnValues): Int32Array {
    const ids = this.#idsOf(values);
    for (const id of ids) {
      if (id === MISSING) this.#missing++;
      else if (id === NOT_TOLD_APART) this.#notToldApart++;
      else this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    }
    return ids;
  }

  /**
   * @param limit values that are named
   * @param isOrdered whether the order of the ids is that of the values, where all are named
   */
  finish(limit: number, isOrdered: boolean): Counted {
    const counts = this.#counts;
    const byCount = ascending(counts.length).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
    const order = isOrdered && counts.length <= limit ? ascending(counts.length) : byCount;
    const named = order.subarray(0, limit);
    const rest = order.subarray(limit);
    const positions = new Map([...named].map((id, position) => [id, position] as const));
    const tally: Tally = {
      values: Array.from(named, (id) => ({ value: this.#nameOf(id), count: counts[id] ?? 0 })),
      others: {
        values: rest.length,
        count: rest.reduce((sum, id) => sum + (counts[id] ?? 0), this.#notToldApart),
      },
      missing: this.#missing,
      isOpen: this.#notToldApart > 0,
    };
    const positionOf = (id: number): number =>
      id === MISSING ? MISSING : (positions.get(id) ?? named.length);
    return { tally, positionOf };
  }

  #idsOf(values: ColumnValues): Int32Array {
    switch (values.kind) {
      case 'codes': {
        this.#startWith(values.categories);
        return values.codes.map((code) => Math.max(code, MISSING));
      }
      case 'text':
        return this.#textIds(values.values, values.missing);
      case 'numeric': {
        this.#startWith(BOOLS);
        const { values: bools, missing } = values;
        return Int32Array.from({ length: bools.length }, (_, i) =>
          missing?.[i] === 1 ? MISSING : Number(bools[i] ?? 0) === 0 ? 0 : 1,
        );
      }
    }
  }

  /** Categories that no row has are values all the same, as in pandas. */
  #startWith(categories: Block): void {
    if (this.#categories !== undefined) return;
    this.#categories = categories;
    this.#counts = new Array<number>(categories.values.length).fill(0);
  }

  #textIds(texts: Utf8Array, missing: Uint8Array | null): Int32Array {
    const dictionary = this.#dictionary;
    const { bytes, offsets } = texts;
    const isFull =
      dictionary.size >= this.#mostDistinct || dictionary.strings.bytes.length >= MOST_BYTES;
    return Int32Array.from({ length: texts.length }, (_, i) => {
      if (missing?.[i] === 1) return MISSING;
      const [start = 0, end = 0] = [offsets[i], offsets[i + 1]];
      if (!isFull) return dictionary.add(bytes, start, end);
      const id = dictionary.find(bytes, start, end);
      return id < 0 ? NOT_TOLD_APART : id;
    });
  }

  #nameOf(id: number): string {
    const categories = this.#categories;
    if (categories === undefined) return this.#dictionary.at(id);
    if (categories.kind === 'string') return categories.values.at(id);
    const { values, dtype } = categories;
    return pythonTexts(values.slice(id, id + 1), dtype)[0] ?? '';
  }
}

/** What a bool column is counted as: categories of its own. */
const BOOLS: Block = { kind: 'numeric', dtype: 'bool', values: Uint8Array.of(0, 1) };
