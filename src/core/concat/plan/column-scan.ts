import type { ColumnElem } from '../../anndata/elem.ts';
import { StringCategories, type CategoryTable } from '../categories.ts';
import { columnValues, textOf, type ColumnValues } from '../column-values.ts';
import { convert } from '../matrix/convert.ts';
import type { Utf8Array } from '../../store/utf8.ts';
import type { Inputs } from '../inputs.ts';
import { ColumnCategories } from './column-categories.ts';
import type { ColumnSources } from './column-target.ts';

/** The looks at values that planning a column may need, in blocks. */
export class ColumnScan {
  readonly #inputs: Inputs;
  readonly #blockBytes: number;
  readonly #signal: AbortSignal | undefined;
  // Every column of a run asks: without this, each would read all others.
  readonly #runs = new WeakMap<readonly ColumnSources[], Map<number, Promise<boolean>>>();

  constructor(inputs: Inputs, blockBytes: number, signal: AbortSignal | undefined) {
    this.#inputs = inputs;
    this.#blockBytes = blockBytes;
    this.#signal = signal;
  }

  /** The categories of the inputs whose column is categorical. */
  categories(sources: ColumnSources): Promise<ColumnCategories> {
    return ColumnCategories.read(sources, this.#inputs, this.#signal);
  }

  /** The distinct values of a column as text, as categories. */
  async categoriesOfValues({ elems }: ColumnSources): Promise<CategoryTable> {
    const text = new StringCategories();
    for (const [input, elem] of elems.entries()) {
      if (elem === null) continue;
      const used = new Set<number>();
      for await (const values of this.#values(input, elem)) {
        // Of a categorical each category is turned into text once.
        const rows = values.kind === 'codes' ? firstOfEach(values, used) : values;
        text.addValues(presentText(rows));
      }
    }
    return text.table(await text.naturalOrder(this.#signal));
  }

  /** True when a value of the column of an input is missing; stops at the first. */
  async hasMissing(input: number, elem: ColumnElem): Promise<boolean> {
    if (elem.encoding === 'string-array') return false;
    for await (const values of this.#values(input, elem))
      if (findRow(values, true) >= 0) return true;
    return false;
  }

  /** True when no value of the columns of a run is there in an input; stops at the first. */
  isRunMissing(input: number, run: readonly ColumnSources[]): Promise<boolean> {
    const answers = this.#runs.get(run) ?? new Map<number, Promise<boolean>>();
    this.#runs.set(run, answers);
    const answer = answers.get(input) ?? this.#isRunMissing(input, run);
    answers.set(input, answer);
    return answer;
  }

  async #isRunMissing(input: number, run: readonly ColumnSources[]): Promise<boolean> {
    for (const { elems } of run) {
      const elem = elems[input] ?? null;
      if (elem !== null && !(await this.isAllMissing(input, elem))) return false;
    }
    return true;
  }

  async isAllMissing(input: number, elem: ColumnElem): Promise<boolean> {
    if (elem.encoding === 'string-array') return elem.shape[0] === 0;
    for await (const values of this.#values(input, elem))
      if (findRow(values, false) >= 0) return false;
    return true;
  }

  #values(input: number, elem: ColumnElem): AsyncGenerator<ColumnValues, void> {
    return columnValues(this.#inputs, input, elem, this.#blockBytes, this.#signal);
  }
}

type Codes = ColumnValues & { readonly kind: 'codes' };

/** The rows whose category is not in `used` yet, which takes it in. */
function firstOfEach(values: Codes, used: Set<number>): Codes {
  const codes = values.codes.filter((code) => code >= 0 && !used.has(code) && used.add(code));
  return { ...values, codes };
}

function presentText(rows: ColumnValues): Utf8Array {
  const { values, missing } = textOf(rows);
  return missing === null ? values : values.filter((i) => missing[i] !== 1);
}

/** The first row that has no value, or the first that has one; -1 where there is none. */
function findRow(rows: ColumnValues, missing: boolean): number {
  if (rows.kind === 'codes') return rows.codes.findIndex((code) => code < 0 === missing);
  if (rows.missing !== null) return rows.missing.findIndex((flag) => (flag === 1) === missing);
  // Text is always there.
  if (rows.kind === 'text') return missing || rows.values.length === 0 ? -1 : 0;
  const { values, dtype } = rows;
  const numbers = dtype === 'float16' ? convert(values, dtype, 'float32') : values;
  for (let row = 0; row < numbers.length; row++) {
    if (Number.isNaN(Number(numbers[row] ?? 0)) === missing) return row;
  }
  return -1;
}
