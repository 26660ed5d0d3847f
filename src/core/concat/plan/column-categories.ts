import {
  type CategoryTable,
  NumericCategories,
  readCategories,
  StringCategories,
} from '../categories.ts';
import type { Inputs } from '../inputs.ts';
import type { CategoricalDType } from '../pandas/dtype.ts';
import { type ColumnSources, isCategorical } from './column-target.ts';

/** The categories that the inputs have for one column. */
export class ColumnCategories {
  readonly #text = new StringCategories();
  readonly #numbers = new NumericCategories();
  readonly #dtypes = new Map<number, CategoricalDType>();
  readonly #signal: AbortSignal | undefined;

  private constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  static async read(
    { elems }: ColumnSources,
    inputs: Inputs,
    signal: AbortSignal | undefined,
  ): Promise<ColumnCategories> {
    const categories = new ColumnCategories(signal);
    for (const [input, elem] of elems.entries()) {
      if (elem === null || !isCategorical(elem)) continue;
      const block = await readCategories(inputs, input, elem, signal);
      const { ordered } = elem;
      if (block.kind === 'string') categories.#numbers.addTexts();
      const dtype: CategoricalDType =
        block.kind === 'string'
          ? {
              kind: 'categorical',
              of: 'object',
              ordered,
              ids: categories.#text.addCategories(input, block.values),
            }
          : {
              kind: 'categorical',
              of: block.dtype,
              ordered,
              ids: categories.#addNumbers(input, block),
            };
      categories.#dtypes.set(input, dtype);
    }
    return categories;
  }

  #addNumbers(input: number, block: Parameters<NumericCategories['addCategories']>[1]): Int32Array {
    return this.#numbers.addCategories(input, block);
  }

  /** dtype of input `i`, which has a categorical. */
  dtypeOf(i: number): CategoricalDType {
    const dtype = this.#dtypes.get(i);
    if (dtype === undefined) throw new RangeError(`input ${i} has no categories`);
    return dtype;
  }

  /** How many there are in all inputs together. */
  get size(): number {
    return this.#text.size + this.#numbers.size;
  }

  /**
   * `natsorted` of the union, unordered; null where no list of them can be stored.
   * @throws CancelledError
   */
  async united(): Promise<CategoricalDType | null> {
    const base = { kind: 'categorical', ordered: false } as const;
    if (this.#numbers.size === 0) {
      return { ...base, of: 'object', ids: await this.#text.naturalOrder(this.#signal) };
    }
    const of = this.#numbers.naturalDType();
    if (of === null || this.#text.size > 0) return null;
    return { ...base, of, ids: await this.#numbers.naturalOrder(this.#signal) };
  }

  table({ of, ids }: CategoricalDType): CategoryTable {
    return of === 'object' ? this.#text.table(ids) : this.#numbers.table(ids, of);
  }
}
