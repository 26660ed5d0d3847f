import type { ColumnElem } from '../../anndata/elem.ts';
import {
  checkedCodes,
  readCategories,
  StringCategories,
  type CategoryTable,
} from '../categories.ts';
import { blocksOf } from '../blocks.ts';
import { columnValues, type ColumnValues } from '../column-values.ts';
import { convert } from '../matrix/convert.ts';
import type { Inputs } from '../inputs.ts';
import { ColumnCategories } from './column-categories.ts';
import { type ColumnSources, isCategorical, isNullableString } from './column-target.ts';

/** The looks at values that planning a column may need, in blocks. */
export class ColumnScan {
  readonly #inputs: Inputs;
  readonly #blockBytes: number;
  readonly #signal: AbortSignal | undefined;

  constructor(inputs: Inputs, blockBytes: number, signal: AbortSignal | undefined) {
    this.#inputs = inputs;
    this.#blockBytes = blockBytes;
    this.#signal = signal;
  }

  /** The categories of the inputs whose column is categorical. */
  categories(sources: ColumnSources): Promise<ColumnCategories> {
    return ColumnCategories.read(sources, this.#inputs, this.#signal);
  }

  /** The distinct values of a column of text, or of categoricals of text, as categories. */
  async categoriesOfValues(sources: ColumnSources): Promise<CategoryTable> {
    const text = new StringCategories();
    for (const [input, elem] of sources.elems.entries()) {
      if (elem === null) continue;
      if (isCategorical(elem)) await this.#addUsedCategories(text, input, elem);
      else await this.#addValues(text, input, elem);
    }
    return text.table(text.naturalOrder());
  }

  /** True when a value of the column of an input is missing; stops at the first. */
  async hasMissing(input: number, elem: ColumnElem): Promise<boolean> {
    if (elem.encoding === 'string-array') return false;
    const blocks = columnValues(this.#inputs, input, elem, this.#blockBytes, this.#signal);
    for await (const values of blocks) if (missingOf(values).some(Boolean)) return true;
    return false;
  }

  /** True when no value of the column of an input is there; stops at the first. */
  async isAllMissing(input: number, elem: ColumnElem): Promise<boolean> {
    if (elem.encoding === 'string-array') return elem.shape[0] === 0;
    const blocks = columnValues(this.#inputs, input, elem, this.#blockBytes, this.#signal);
    for await (const values of blocks) if (!missingOf(values).every(Boolean)) return false;
    return true;
  }

  async #addUsedCategories(
    text: StringCategories,
    input: number,
    elem: ColumnElem & { encoding: 'categorical' },
  ): Promise<void> {
    const block = await readCategories(this.#inputs, input, elem, this.#signal);
    if (block.kind !== 'string') return;
    const used = new Uint8Array(elem.categories);
    for await (const codes of this.#blocks(input, elem.codesPath, elem.shape[0], 4)) {
      for (const code of checkedCodes(codes, elem)) if (code >= 0) used[code] = 1;
    }
    text.addValues(block.values.filter((i) => used[i] === 1));
  }

  async #addValues(text: StringCategories, input: number, elem: ColumnElem): Promise<void> {
    const [rows = 0] = elem.shape;
    if (!isNullableString(elem)) {
      for await (const block of this.#blocks(input, elem.path, rows, 64)) {
        if (block.kind === 'string') text.addValues(block.values);
      }
      return;
    }
    let start = 0;
    for await (const block of this.#blocks(input, `${elem.path}/values`, rows, 64)) {
      if (block.kind !== 'string') return;
      const stop = start + block.values.length;
      const mask = await this.#inputs.read(input, `${elem.path}/mask`, start, stop, this.#signal);
      start = stop;
      if (mask.kind !== 'numeric') return;
      text.addValues(block.values.filter((i) => Number(mask.values[i] ?? 0) === 0));
    }
  }

  #blocks(input: number, path: string, rows: number, rowBytes: number) {
    return blocksOf(this.#inputs, input, path, rows, rowBytes, this.#blockBytes, this.#signal);
  }
}

/** For each row whether there is no value. */
function missingOf(values: ColumnValues): readonly boolean[] {
  if (values.kind === 'codes') return Array.from(values.codes, (code) => code < 0);
  const { missing } = values;
  if (missing !== null) return Array.from(missing, (flag) => flag === 1);
  if (values.kind === 'text') return Array.from({ length: values.values.length }, () => false);
  const numbers =
    values.dtype === 'float16' ? convert(values.values, 'float16', 'float32') : values.values;
  return Array.from({ length: numbers.length }, (_, i) => Number.isNaN(Number(numbers[i] ?? 0)));
}
