import type { ColumnElem } from '../../anndata/elem.ts';
import {
  checkedCodes,
  numericCategories,
  readCategories,
  StringCategories,
  type CategoryTable,
} from '../categories.ts';
import { blocksOf } from '../blocks.ts';
import { columnValues, type ColumnValues } from '../column-values.ts';
import { fromFloat16 } from '../../store/float16.ts';
import type { Inputs } from '../inputs.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';
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

  /** The united categories of a column that is categorical wherever it is present. */
  async categories(
    sources: ColumnSources,
  ): Promise<CategoryTable & { readonly isSameOrder: boolean }> {
    const text = new StringCategories();
    const numbers = new Map<number, { values: NumericArray; dtype: NumericDType }>();
    for (const [input, elem] of sources.elems.entries()) {
      if (elem === null || !isCategorical(elem)) continue;
      const block = await readCategories(this.#inputs, input, elem, this.#signal);
      if (block.kind === 'string') text.addCategories(input, block.values);
      else if (elem.categories > 0) numbers.set(input, block);
    }
    const { elems, rows } = sources;
    const leader = elems.findIndex((elem, i) => elem !== null && rows[i] !== 0);
    const decisive = leader < 0 ? undefined : leader;
    return numbers.size > 0 ? numericCategories(numbers, decisive) : text.finish(decisive);
  }

  /** The distinct values of a column of text, or of categoricals of text, as categories. */
  async categoriesOfValues(sources: ColumnSources): Promise<CategoryTable> {
    const text = new StringCategories();
    for (const [input, elem] of sources.elems.entries()) {
      if (elem === null) continue;
      if (isCategorical(elem)) await this.#addUsedCategories(text, input, elem);
      else await this.#addValues(text, input, elem);
    }
    return text.finish();
  }

  /** True when a value of the column is missing in an input that has it. */
  async hasMissing(sources: ColumnSources): Promise<boolean> {
    for (const [input, elem] of sources.elems.entries()) {
      if (elem === null) continue;
      if (isCategorical(elem)) {
        for await (const block of this.#blocks(input, elem.codesPath, elem.shape[0], 4)) {
          if (checkedCodes(block, elem).some((code) => code < 0)) return true;
        }
      } else if (isNullableString(elem)) {
        for await (const block of this.#blocks(input, `${elem.path}/mask`, elem.shape[0], 1)) {
          if (block.kind === 'numeric' && block.values.some((missing) => Number(missing) !== 0))
            return true;
        }
      }
    }
    return false;
  }

  /** True when no value of a column that can hold missing ones is there; stops at the first. */
  async isAllMissing(input: number, elem: ColumnElem): Promise<boolean> {
    const blocks = columnValues(this.#inputs, input, elem, this.#blockBytes, this.#signal);
    for await (const values of blocks) if (!isAllMissing(values)) return false;
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

function isAllMissing(values: ColumnValues): boolean {
  if (values.kind === 'codes') return values.codes.every((code) => code < 0);
  const { missing } = values;
  if (missing !== null) return missing.every((flag) => flag === 1);
  if (values.kind === 'text') return values.values.length === 0;
  for (let i = 0; i < values.values.length; i++) {
    const value = Number(values.values[i] ?? 0);
    if (!Number.isNaN(values.dtype === 'float16' ? fromFloat16(value) : value)) return false;
  }
  return true;
}
