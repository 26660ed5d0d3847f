/** Beyond this a double no longer tells two sort keys apart. */
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Sorts the entries of one row by column. Columns of a row are mostly distinct, so they are marked
 * in a bit set that is then read in order: linear in the entries, with one word a 32 columns. A row
 * that repeats a column is sorted by comparison, stably.
 */
export class RowSorter {
  readonly #width: number;
  readonly #words: Uint32Array;
  readonly #sources: Int32Array;

  /** @param width columns of the matrix */
  constructor(width: number) {
    this.#width = width;
    this.#words = new Uint32Array(Math.ceil(width / 32));
    this.#sources = new Int32Array(width);
  }

  /**
   * Sorts `columns[0 .. count)` in place.
   * @param order receives, for each place, where its entry stood before
   */
  sort(columns: Int32Array, count: number, order: Int32Array): void {
    if (!this.#mark(columns, count)) {
      sortByKey(columns.subarray(0, count), this.#width, order);
      return;
    }
    const words = this.#words;
    const sources = this.#sources;
    let place = 0;
    for (let w = 0; place < count; w++) {
      let word = words[w] ?? 0;
      words[w] = 0;
      while (word !== 0) {
        const column = w * 32 + (31 - Math.clz32(word & -word));
        columns[place] = column;
        order[place] = sources[column] ?? 0;
        place++;
        word &= word - 1;
      }
    }
  }

  /** False, with all marks wiped, when a column comes twice. */
  #mark(columns: Int32Array, count: number): boolean {
    const words = this.#words;
    for (let i = 0; i < count; i++) {
      const column = columns[i] ?? 0;
      const word = words[column >> 5] ?? 0;
      const bit = 1 << (column & 31);
      if ((word & bit) !== 0) {
        for (let k = 0; k < i; k++) words[(columns[k] ?? 0) >> 5] = 0;
        return false;
      }
      words[column >> 5] = word | bit;
      this.#sources[column] = i;
    }
    return true;
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
