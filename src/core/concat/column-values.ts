import type { ColumnElem } from '../anndata/elem.ts';
import { ElemUnreadableError } from '../errors.ts';
import { allocate, type NumericArray, type NumericDType } from '../store/dtype.ts';
import type { Block } from '../store/store.ts';
import { Utf8Array } from '../store/utf8.ts';
import { blocksOf } from './blocks.ts';
import { checkedCodes, readCategories } from './categories.ts';
import type { Inputs } from './inputs.ts';
import { pythonTexts } from './python-text.ts';
import { isCategorical, isNullable, isNullableString } from './plan/column-target.ts';

/** Rows of a column as they come from an input, `missing[i] === 1` where there is no value. */
export type ColumnValues =
  | {
      readonly kind: 'numeric';
      readonly dtype: NumericDType;
      readonly values: NumericArray;
      readonly missing: Uint8Array | null;
    }
  | { readonly kind: 'text'; readonly values: Utf8Array; readonly missing: Uint8Array | null }
  /** Codes into the input's own categories, -1 for missing. */
  | { readonly kind: 'codes'; readonly codes: Int32Array; readonly categories: Block };

/** A guess of the bytes of one row, to choose how many rows a block has. */
const ROW_BYTES = 64;

/**
 * A column of input `i` in blocks.
 * @throws ElemUnreadableError when it is damaged
 */
export async function* columnValues(
  inputs: Inputs,
  i: number,
  elem: ColumnElem,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ColumnValues, void> {
  const [rows = 0] = elem.shape;
  const blocks = (path: string) => blocksOf(inputs, i, path, rows, ROW_BYTES, blockBytes, signal);
  if (isCategorical(elem)) {
    const categories = await readCategories(inputs, i, elem, signal);
    for await (const block of blocks(elem.codesPath)) {
      yield { kind: 'codes', codes: checkedCodes(block, elem, inputs.paths[i]), categories };
    }
    return;
  }
  if (!isNullable(elem) && !isNullableString(elem)) {
    for await (const block of blocks(elem.path)) yield valuesOf(block, null);
    return;
  }
  let start = 0;
  for await (const block of blocks(`${elem.path}/values`)) {
    const stop = start + block.values.length;
    const mask = await inputs.read(i, `${elem.path}/mask`, start, stop, signal);
    if (mask.kind !== 'numeric') {
      throw new ElemUnreadableError({
        path: inputs.paths[i],
        elem: elem.path,
        reason: 'its mask holds no bools',
      });
    }
    start = stop;
    yield valuesOf(block, flags(mask.values));
  }
}

function flags(values: NumericArray): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = Number(values[i] ?? 0) === 0 ? 0 : 1;
  return out;
}

const valuesOf = (block: Block, missing: Uint8Array | null): ColumnValues =>
  block.kind === 'string'
    ? { kind: 'text', values: block.values, missing }
    : { kind: 'numeric', dtype: block.dtype, values: block.values, missing };

/** Text of each row, of numbers as Python writes them; a missing one is '' and noted. */
export function textOf(values: ColumnValues): {
  readonly values: Utf8Array;
  readonly missing: Uint8Array | null;
} {
  switch (values.kind) {
    case 'text':
      return values;
    case 'numeric': {
      const texts = pythonTexts(values.values, values.dtype);
      // NaN is how floats say that a value is missing.
      const missing = values.missing ?? Uint8Array.from(texts, (text) => (text === 'nan' ? 1 : 0));
      return {
        values: Utf8Array.from(texts.map((text, i) => (missing[i] === 1 ? '' : text))),
        missing,
      };
    }
    case 'codes': {
      const { codes, categories } = values;
      if (categories.kind !== 'string') return textOf(takeNumeric(codes, categories));
      const source = categories.values;
      const offsets = new Uint32Array(codes.length + 1);
      codes.forEach((code, row) => {
        const size = code < 0 ? 0 : source.slice(code).length;
        offsets[row + 1] = (offsets[row] ?? 0) + size;
      });
      const bytes = new Uint8Array(offsets[codes.length] ?? 0);
      codes.forEach((code, row) => {
        if (code >= 0) bytes.set(source.slice(code), offsets[row]);
      });
      return { values: new Utf8Array(bytes, offsets), missing: missingCodes(codes) };
    }
  }
}

/** Numbers of each row; a missing one is 0 and noted. */
export function numbersOf(values: ColumnValues): ColumnValues & { kind: 'numeric' } {
  switch (values.kind) {
    case 'numeric':
      return values;
    case 'codes':
      if (values.categories.kind === 'numeric') return takeNumeric(values.codes, values.categories);
      throw new TypeError('a column of text was planned as numbers');
    case 'text':
      throw new TypeError('a column of text was planned as numbers');
  }
}

function takeNumeric(
  codes: Int32Array,
  categories: Block & { kind: 'numeric' },
): ColumnValues & { kind: 'numeric' } {
  const values = allocate(categories.dtype, codes.length);
  const source = categories.values;
  codes.forEach((code, row) => {
    if (code < 0) return;
    if (values instanceof BigInt64Array || values instanceof BigUint64Array)
      values[row] = BigInt(source[code] ?? 0);
    else values[row] = Number(source[code] ?? 0);
  });
  return { kind: 'numeric', dtype: categories.dtype, values, missing: missingCodes(codes) };
}

const missingCodes = (codes: Int32Array): Uint8Array | null =>
  codes.some((code) => code < 0) ? Uint8Array.from(codes, (code) => (code < 0 ? 1 : 0)) : null;
