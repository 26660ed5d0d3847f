import type { CategoricalElem } from '../anndata/elem.ts';
import { ElemUnreadableError } from '../errors.ts';
import type { NumericArray, NumericDType } from '../store/dtype.ts';
import type { Block } from '../store/store.ts';
import type { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import { sortByBytes } from '../store/utf8-sort.ts';
import { uniteIds } from './index-join.ts';
import type { Inputs } from './inputs.ts';
import { convert } from './matrix/convert.ts';
import { isFloat } from './matrix/promote.ts';
import { sortInTurns } from '../sort-in-turns.ts';
import { natsorted } from './natsort.ts';
import { ascending } from './reindexer.ts';

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

export async function readCategories(
  inputs: Inputs,
  input: number,
  elem: CategoricalElem,
  signal: AbortSignal | undefined,
): Promise<Block> {
  return inputs.read(input, elem.categoriesPath, 0, elem.categories, signal);
}

/** Text categories of several inputs. Equal strings have equal ids. */
export class StringCategories {
  readonly #dictionary = new Utf8Dictionary();
  readonly #lists = new Map<number, Int32Array>();

  /** Adds the categories of an input, in its order; answers their ids. */
  addCategories(input: number, categories: Utf8Array): Int32Array {
    const ids = this.#dictionary.addAll(categories);
    this.#lists.set(input, ids);
    return ids;
  }

  /** Adds values of a string column, which has no order of its own. */
  addValues(values: Utf8Array): void {
    this.#dictionary.addAll(values);
  }

  get size(): number {
    return this.#dictionary.size;
  }

  /**
   * All ids in natural order (`natsorted` of the union, which pandas sorts before).
   * @throws CancelledError
   */
  async naturalOrder(signal: AbortSignal | undefined): Promise<Int32Array> {
    const all = ascending(this.size);
    const { strings } = this.#dictionary;
    const united = await uniteIds([...this.#lists.values()], strings, signal);
    // Values without an order of their own are sorted before ties are broken by position.
    const ids =
      united.length === all.length
        ? united
        : await sortByBytes(all, strings.bytes, strings.offsets, signal);
    const order = await natsorted(strings.take(ids), signal);
    return order.map((position) => ids[position] ?? 0);
  }

  /** Categories in this order of ids. */
  table(order: Int32Array): CategoryTable {
    const codes = invert(order, this.size);
    return {
      size: order.length,
      values: () => ({ kind: 'string', values: this.#dictionary.strings.take(order) }),
      codesOf: codesByInput(this.#lists, codes),
      codeOf: (strings, i) => {
        const [start = 0, end = 0] = strings.offsets.subarray(i, i + 2);
        const id = this.#dictionary.find(strings.bytes, start, end);
        return id < 0 ? -1 : (codes[id] ?? -1);
      },
    };
  }
}

/** Categories of several inputs that are numbers or bools. Equal values have equal ids. */
export class NumericCategories {
  readonly #values: (number | bigint)[] = [];
  readonly #ids = new Map<number | bigint, number>();
  readonly #lists = new Map<number, Int32Array>();
  readonly #dtypes = new Set<NumericDType>();
  /** Of the lists before one of text, with which the union becomes one of objects. */
  readonly #early = { hasValues: false, hasEmptyFloats: false };
  #isOfObjects = false;

  /** Tells that an input, after those added so far, has categories that are text. */
  addTexts(): void {
    this.#isOfObjects = true;
  }

  /** Adds the categories of an input, in its order; answers their ids. */
  addCategories(input: number, { values, dtype }: Block & { kind: 'numeric' }): Int32Array {
    if (values.length > 0) this.#dtypes.add(dtype);
    if (!this.#isOfObjects) {
      this.#early.hasValues ||= values.length > 0;
      this.#early.hasEmptyFloats ||= values.length === 0 && isFloat(dtype);
    }
    const ids = Int32Array.from(comparable(values, dtype), (value) => this.#idOf(value));
    this.#lists.set(input, ids);
    return ids;
  }

  #idOf(value: number | bigint): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#values.push(value);
    this.#ids.set(value, this.#values.length - 1);
    return this.#values.length - 1;
  }

  get size(): number {
    return this.#values.length;
  }

  /** All ids by value. @throws CancelledError */
  naturalOrder(signal: AbortSignal | undefined): Promise<Int32Array> {
    const by = (id: number): number | bigint => this.#values[id] ?? 0;
    const compare = (a: number, b: number): number => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0);
    return sortInTurns(ascending(this.size), compare, signal);
  }

  /**
   * dtype of an index made of all values as Python numbers, which is what sorting makes of them;
   * null where bools and numbers are among them.
   */
  naturalDType(): NumericDType | null {
    const dtypes = [...this.#dtypes];
    if (dtypes.includes('bool')) return dtypes.length === 1 ? 'bool' : null;
    // A list of floats without values makes floats of the integers too, but not among objects.
    const { hasValues, hasEmptyFloats } = this.#early;
    if ((hasValues && hasEmptyFloats) || dtypes.some(isFloat)) return 'float64';
    return this.#values.some((value) => value > MOST_INT64) ? 'uint64' : 'int64';
  }

  /** Categories of this dtype in this order of ids. */
  table(order: Int32Array, dtype: NumericDType): CategoryTable {
    const codes = invert(order, this.size);
    return {
      size: order.length,
      values: () => ({ kind: 'numeric', dtype, values: this.#pick(order, dtype) }),
      codesOf: codesByInput(this.#lists, codes),
      codeOf: () => -1,
    };
  }

  #pick(order: Int32Array, dtype: NumericDType): NumericArray {
    const picked = Array.from(order, (id) => this.#values[id] ?? 0);
    if (dtype === 'int64') return BigInt64Array.from(picked, BigInt);
    if (dtype === 'uint64') return BigUint64Array.from(picked, BigInt);
    return convert(Float64Array.from(picked, Number), 'float64', dtype);
  }
}

const MOST_INT64 = 2n ** 63n - 1n;

/** Values as JS compares them: numbers while those are exact. */
function* comparable(values: NumericArray, dtype: NumericDType): Generator<number | bigint> {
  for (const value of dtype === 'float16' ? convert(values, dtype, 'float32') : values) {
    yield Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
}

/** Code of each id; -1 for those that are not in the order. */
function invert(order: Int32Array, size: number): Int32Array {
  const codes = new Int32Array(size).fill(-1);
  order.forEach((id, code) => {
    codes[id] = code;
  });
  return codes;
}

/** Remembers the list of the last input, which is asked for block by block. */
function codesByInput(
  lists: ReadonlyMap<number, Int32Array>,
  codes: Int32Array,
): (input: number) => Int32Array {
  let last = -1;
  let known = new Int32Array(0);
  return (input) => {
    if (input !== last)
      known = (lists.get(input) ?? new Int32Array(0)).map((id) => codes[id] ?? -1);
    last = input;
    return known;
  };
}

/**
 * Codes of a categorical as int32, -1 for missing.
 * @param path of the store, for messages
 * @throws ElemUnreadableError beyond the categories
 */
export function checkedCodes(
  block: Block,
  elem: CategoricalElem,
  path: string | undefined,
): Int32Array {
  if (block.kind !== 'numeric') {
    throw new ElemUnreadableError({ path, elem: elem.path, reason: 'its codes are no integers' });
  }
  const { values } = block;
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  const codes = isBig ? Int32Array.from(values, Number) : new Int32Array(values);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code >= elem.categories) {
      throw new ElemUnreadableError({
        path,
        elem: elem.path,
        reason: `code ${code} where there are ${elem.categories} categories`,
      });
    }
  }
  return codes;
}
