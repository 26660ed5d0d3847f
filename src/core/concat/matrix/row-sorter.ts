/** Beyond this a double no longer tells two sort keys apart. */
const EXACT = Number.MAX_SAFE_INTEGER;

/** The source of a place in a row that no entry of the input goes to, but a fill value. */
export const FILLED = -1;

/**
 * Brings the entries of rows to the columns of the result, in order. Columns of a row are mostly
 * distinct, so they are marked in a bit set that is then read in order: linear in the entries, with
 * one word a 32 columns. A row that repeats a column is sorted by comparison, stably.
 */
export class RowSorter {
  readonly #newPositions: Int32Array;
  readonly #width: number;
  readonly #filled: Int32Array;
  readonly #words: Uint32Array;
  readonly #sources: Int32Array;

  /**
   * @param newPositions column of the result for each of the input's, negative for none
   * @param width columns of the result
   * @param filled columns of the result that every row gets a fill value in
   */
  constructor(newPositions: Int32Array, width: number, filled: Int32Array) {
    this.#newPositions = newPositions;
    this.#width = width;
    this.#filled = filled;
    this.#words = new Uint32Array(Math.ceil(width / 32));
    this.#sources = new Int32Array(width).fill(FILLED);
  }

  /**
   * Sorts the entries `[from, to)` of one row.
   * @param indices columns of the input
   * @param columns receives those of the result, ascending
   * @param sources receives where in `indices` the entry of each stands, or `FILLED`
   * @returns how many there are
   */
  sort(
    indices: Int32Array,
    from: number,
    to: number,
    columns: Int32Array,
    sources: Int32Array,
  ): number {
    return this.#mark(indices, from, to)
      ? this.#takeMarked(columns, sources)
      : this.#sortRepeated(indices, from, to, columns, sources);
  }

  /** False, with all marks wiped, when a column comes twice. */
  #mark(indices: Int32Array, from: number, to: number): boolean {
    const words = this.#words;
    const sources = this.#sources;
    const newPositions = this.#newPositions;
    let repeated = 0;
    for (let k = from; k < to; k++) {
      const column = newPositions[indices[k] ?? 0] ?? -1;
      if (column < 0) continue;
      const word = words[column >> 5] ?? 0;
      const bit = 1 << (column & 31);
      repeated |= word & bit;
      words[column >> 5] = word | bit;
      sources[column] = k;
    }
    if (repeated !== 0) {
      words.fill(0);
      return false;
    }
    // No entry of the input goes there: their sources are never overwritten.
    for (const column of this.#filled) {
      words[column >> 5] = (words[column >> 5] ?? 0) | (1 << (column & 31));
    }
    return true;
  }

  /** Reads and wipes the marks. */
  #takeMarked(columns: Int32Array, sources: Int32Array): number {
    const words = this.#words;
    const found = this.#sources;
    let place = 0;
    for (let w = 0; w < words.length; w++) {
      let word = words[w] ?? 0;
      if (word === 0) continue;
      words[w] = 0;
      const highest = w * 32 + 31;
      do {
        const column = highest - Math.clz32(word & -word);
        columns[place] = column;
        sources[place] = found[column] ?? FILLED;
        place++;
        word &= word - 1;
      } while (word !== 0);
    }
    return place;
  }

  #sortRepeated(
    indices: Int32Array,
    from: number,
    to: number,
    columns: Int32Array,
    sources: Int32Array,
  ): number {
    let count = 0;
    for (let k = from; k < to; k++) {
      const column = this.#newPositions[indices[k] ?? 0] ?? -1;
      if (column < 0) continue;
      columns[count] = column;
      sources[count] = k;
      count++;
    }
    columns.set(this.#filled, count);
    sources.fill(FILLED, count, count + this.#filled.length);
    count += this.#filled.length;
    const order = new Int32Array(count);
    sortByKey(columns.subarray(0, count), this.#width, order);
    const before = sources.slice(0, count);
    for (let i = 0; i < count; i++) sources[i] = before[order[i] ?? 0] ?? FILLED;
    return count;
  }
}

function sortByKey(columns: Int32Array, width: number, order: Int32Array): void {
  const n = columns.length;
  if (width * n >= EXACT) {
    sortByComparison(columns, order);
    return;
  }
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = (columns[i] ?? 0) * n + i;
  keys.sort();
  for (let i = 0; i < n; i++) {
    const key = keys[i] ?? 0;
    const column = Math.floor(key / n);
    columns[i] = column;
    order[i] = key - column * n;
  }
}

function sortByComparison(columns: Int32Array, order: Int32Array): void {
  const before = columns.slice();
  const places = order.subarray(0, columns.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  places.sort((a, b) => (before[a] ?? 0) - (before[b] ?? 0) || a - b);
  for (let i = 0; i < places.length; i++) columns[i] = before[places[i] ?? 0] ?? 0;
}
