import type { CategoricalElem } from '../anndata/elem.ts';
import { ElemUnreadableError } from '../errors.ts';
import { allocate, type NumericArray, type NumericDType } from '../store/dtype.ts';
import type { Block } from '../store/store.ts';
import type { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import { equalIds, uniteIds } from './index-join.ts';
import type { Inputs } from './inputs.ts';
import { convert } from './matrix/convert.ts';
import { resultType } from './matrix/promote.ts';
import { natsorted } from './natsort.ts';

/** The categories of a column of the result, and the way to them from each input's. */
export interface CategoryTable {
  readonly size: number;
  /** The categories themselves, in the order of their codes. */
  readonly values: () => Block;
  /** Result code of each code of input `i`; empty for an input without categories. */
  readonly codesOf: (input: number) => Int32Array;
  /** Result code of a string, for columns that become categorical; -1 when it is unknown. */
  readonly codeOf: (strings: Utf8Array, i: number) => number;
}

export type CategoriesByInput = ReadonlyMap<number, CategoricalElem>;

export async function readCategories(
  inputs: Inputs,
  input: number,
  elem: CategoricalElem,
  signal: AbortSignal | undefined,
): Promise<Block> {
  return inputs.read(input, elem.categoriesPath, 0, elem.categories, signal);
}

/** String categories of several inputs, united. */
export class StringCategories implements CategoryTable {
  readonly #dictionary = new Utf8Dictionary();
  readonly #lists = new Map<number, Int32Array>();
  #order: Int32Array = new Int32Array(0);
  #codes: Int32Array = new Int32Array(0);

  /** Adds the categories of an input, in its order. */
  addCategories(input: number, categories: Utf8Array): void {
    this.#lists.set(input, this.#dictionary.addAll(categories));
  }

  /** Adds values of a string column, which has no order of its own. */
  addValues(values: Utf8Array): void {
    this.#dictionary.addAll(values);
  }

  /** True when every input that has categories has the same in the same order. */
  get isSameOrder(): boolean {
    const lists = [...this.#lists.values()].filter((list) => list.length > 0);
    const [first] = lists;
    return (
      first !== undefined &&
      first.length === this.#dictionary.size &&
      lists.every((list) => equalIds(list, first))
    );
  }

  /**
   * Fixes the order. Ordered and equal categories keep theirs, and so does the first input when it
   * has them all; else natural order (`anndata._core.merge.try_unifying_dtype`, and pandas, for
   * which unordered categories of one set are one dtype in whatever order).
   * @param decisive the first input with rows, if any has: pandas looks past empty ones
   */
  finish(decisive?: number): this {
    const lists = [...this.#lists.values()];
    const first = decisive === undefined ? lists[0] : this.#lists.get(decisive);
    this.#order = first?.length === this.#dictionary.size ? first : this.#naturalOrder(lists);
    this.#codes = new Int32Array(this.#dictionary.size);
    this.#order.forEach((id, code) => {
      this.#codes[id] = code;
    });
    return this;
  }

  #naturalOrder(lists: readonly Int32Array[]): Int32Array {
    const all = Int32Array.from({ length: this.#dictionary.size }, (_, id) => id);
    const united = uniteIds(lists, this.#dictionary);
    // Values without an order of their own are sorted before ties are broken by position.
    const ids = united.length === all.length ? united : this.#dictionary.sortByCodePoint(all);
    const order = natsorted(this.#dictionary.pick(ids).toStrings());
    return order.map((position) => ids[position] ?? 0);
  }

  get size(): number {
    return this.#order.length;
  }

  readonly values = (): Block => ({ kind: 'string', values: this.#dictionary.pick(this.#order) });

  readonly codesOf = (input: number): Int32Array =>
    (this.#lists.get(input) ?? new Int32Array(0)).map((id) => this.#codes[id] ?? -1);

  readonly codeOf = (strings: Utf8Array, i: number): number => {
    const id = this.#dictionary.find(
      strings.bytes,
      strings.offsets[i] ?? 0,
      strings.offsets[i + 1] ?? 0,
    );
    return id < 0 ? -1 : (this.#codes[id] ?? -1);
  };
}

/** Numeric categories of several inputs, united and sorted by value; see `finish` above. */
export function numericCategories(
  lists: ReadonlyMap<number, { readonly values: NumericArray; readonly dtype: NumericDType }>,
  decisive?: number,
): CategoryTable & { readonly isSameOrder: boolean } {
  const entries = [...lists];
  const united = resultType(entries.map(([, list]) => list.dtype));
  const converted = new Map<number, readonly (number | bigint)[]>(
    entries.map(([input, list]) => [input, [...convert(list.values, list.dtype, united)]]),
  );
  const distinct = new Set([...converted.values()].flat());
  const leader = decisive ?? entries[0]?.[0] ?? 0;
  const first = converted.get(leader) ?? [];
  const keepsFirst = first.length === distinct.size && lists.get(leader)?.dtype === united;
  const order = keepsFirst ? first : [...distinct].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // A list of Python numbers, which is what sorting makes of them, becomes int64 or float64.
  const dtype =
    keepsFirst || united === 'bool' ? united : united.startsWith('float') ? 'float64' : 'int64';
  const codes = new Map(order.map((value, code) => [value, code]));
  const nonEmpty = [...converted.values()].filter((list) => list.length > 0);
  return {
    size: order.length,
    isSameOrder: nonEmpty.every(
      (list) =>
        list.length === order.length && list.every((value, i) => value === nonEmpty[0]?.[i]),
    ),
    values: () => ({ kind: 'numeric', dtype, values: arrayOf(order, united, dtype) }),
    codesOf: (input) =>
      Int32Array.from(converted.get(input) ?? [], (value) => codes.get(value) ?? -1),
    codeOf: () => -1,
  };
}

function arrayOf(
  list: readonly (number | bigint)[],
  from: NumericDType,
  to: NumericDType,
): NumericArray {
  const values = allocate(from, list.length);
  list.forEach((value, i) => {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array)
      values[i] = BigInt(value);
    else values[i] = Number(value);
  });
  return convert(values, from, to);
}

/** Codes of a categorical as int32, -1 for missing. @throws ElemUnreadableError beyond the categories */
export function checkedCodes(block: Block, elem: CategoricalElem): Int32Array {
  if (block.kind !== 'numeric') {
    throw new ElemUnreadableError({ elem: elem.path, reason: 'its codes are no integers' });
  }
  const codes = Int32Array.from(block.values, Number);
  for (const code of codes) {
    if (code >= elem.categories) {
      throw new ElemUnreadableError({
        elem: elem.path,
        reason: `code ${code} where there are ${elem.categories} categories`,
      });
    }
  }
  return codes;
}
