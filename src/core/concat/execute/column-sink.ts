import { ARRAY, categoricalAttrs, nullableAttrs, STRING_ARRAY } from '../../anndata/encoding.ts';
import { allocate, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { Compression, GroupSink } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import type { ColumnPart } from '../blueprint.ts';
import type { CategoryTable } from '../categories.ts';
import { type ColumnValues, numbersOf, textOf } from '../column-values.ts';
import { convert } from '../matrix/convert.ts';
import { appendCodes, codesDtype, createArray } from './arrays.ts';
import type { Job } from './job.ts';

type Column = ColumnPart & { readonly kind: 'column' };

/** Where the rows of a column go, in its form. */
export interface ColumnSink {
  readonly append: (input: number, values: ColumnValues) => Promise<void>;
  readonly appendMissing: (rows: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where the arrays of a column stand, each of `total` rows. */
interface Place {
  readonly job: Job;
  readonly group: GroupSink;
  readonly total: number;
  readonly compression: Compression;
}

/** An array that takes values of one type. */
interface Target<T> {
  readonly append: (values: T) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Creates what a column needs in `parent`: an array, or a group of some. */
export async function createColumnSink(
  job: Job,
  parent: GroupSink,
  { name, target, elems }: Pick<Column, 'name' | 'target' | 'elems'>,
  total: number,
): Promise<ColumnSink> {
  const compression = job.compression(elems);
  const within = (group: GroupSink): Place => ({ job, group, total, compression });
  switch (target.kind) {
    case 'numeric':
      return numericSink(within(parent), name, target.dtype);
    case 'string':
      return stringSink(within(parent), name);
    case 'categorical': {
      const group = await parent.group(name, categoricalAttrs(target.ordered));
      return categoricalSink(within(group), target.table);
    }
    case 'nullable': {
      const group = await parent.group(name, nullableAttrs(target.encoding));
      return nullableSink(within(group), target.dtype);
    }
    case 'nullable-string': {
      const group = await parent.group(
        name,
        nullableAttrs('nullable-string-array', target.naValue),
      );
      return nullableStringSink(within(group));
    }
  }
}

async function numericSink(place: Place, name: string, dtype: NumericDType): Promise<ColumnSink> {
  const { append, close } = await numbers(place, name, dtype);
  return {
    append: (_, block) => {
      const { values, dtype: from, missing } = numbersOf(block);
      const converted = convert(values, from, dtype);
      return append(missing === null ? converted : withNaN(converted, missing));
    },
    appendMissing: (rows) => append(withNaN(allocate(dtype, rows), null)),
    close,
  };
}

/** Missing values of a float column, all of them where `missing` is null. */
function withNaN(values: NumericArray, missing: Uint8Array | null): NumericArray {
  const isHalf = values instanceof Uint16Array;
  if (!(values instanceof Float32Array || values instanceof Float64Array || isHalf)) return values;
  const out = values.slice();
  for (let i = 0; i < out.length; i++) {
    if (missing === null || missing[i] === 1) out[i] = isHalf ? 0x7e00 : NaN;
  }
  return out;
}

async function stringSink(place: Place, name: string): Promise<ColumnSink> {
  const { append, close } = await texts(place, name);
  return {
    append: (_, block) => append(textOf(block).values),
    appendMissing: (rows) => append(emptyText(rows)),
    close,
  };
}

async function categoricalSink(place: Place, table: CategoryTable): Promise<ColumnSink> {
  const { job, group, total, compression } = place;
  await writeCategories(job, group, table);
  const dtype = codesDtype(table.size);
  const spec = { kind: 'numeric', name: dtype } as const;
  const sink = await createArray(job, group, 'codes', spec, total, ARRAY, compression);
  return {
    append: (input, block) => appendCodes(sink, dtype, codesOf(table, input, block), job.signal),
    appendMissing: (rows) => appendCodes(sink, dtype, new Int32Array(rows).fill(-1), job.signal),
    close: () => sink.close(),
  };
}

async function writeCategories(job: Job, group: GroupSink, table: CategoryTable): Promise<void> {
  const values = table.values();
  const sink = await (values.kind === 'string'
    ? createArray(job, group, 'categories', { kind: 'string' }, table.size, STRING_ARRAY)
    : createArray(job, group, 'categories', { kind: 'numeric', name: values.dtype }, table.size));
  if (table.size > 0) await sink.append(values, job.signal);
  await sink.close();
}

function codesOf(table: CategoryTable, input: number, block: ColumnValues): Int32Array {
  if (block.kind === 'codes') {
    const codes = table.codesOf(input);
    if (codes.length > 0) return recoded(block.codes, codes);
  }
  const { values, missing } = textOf(block);
  return Int32Array.from({ length: values.length }, (_, i) =>
    missing?.[i] === 1 ? -1 : table.codeOf(values, i),
  );
}

/** A loop, which takes a fraction of the time of a call for each row. */
function recoded(rows: Int32Array, codes: Int32Array): Int32Array {
  const out = new Int32Array(rows.length);
  for (let i = 0; i < out.length; i++) {
    const code = rows[i] ?? -1;
    out[i] = code < 0 ? -1 : (codes[code] ?? -1);
  }
  return out;
}

async function nullableSink(place: Place, dtype: NumericDType): Promise<ColumnSink> {
  return masked(place, await numbers(place, 'values', dtype), {
    of: (block) => {
      const { values, dtype: from, missing } = numbersOf(block);
      return { values: convert(values, from, dtype), missing };
    },
    none: (rows) => allocate(dtype, rows),
  });
}

const nullableStringSink = async (place: Place): Promise<ColumnSink> =>
  masked(place, await texts(place, 'values'), { of: textOf, none: emptyText });

/** Values, and beside them which of them are missing. */
async function masked<T extends { readonly length: number }>(
  place: Place,
  values: Target<T>,
  take: {
    readonly of: (block: ColumnValues) => {
      readonly values: T;
      readonly missing: Uint8Array | null;
    };
    readonly none: (rows: number) => T;
  },
): Promise<ColumnSink> {
  const mask = await numbers(place, 'mask', 'bool');
  return {
    append: async (_, block) => {
      const taken = take.of(block);
      await values.append(taken.values);
      await mask.append(taken.missing ?? new Uint8Array(taken.values.length));
    },
    appendMissing: async (rows) => {
      await values.append(take.none(rows));
      await mask.append(new Uint8Array(rows).fill(1));
    },
    close: async () => {
      await values.close();
      await mask.close();
    },
  };
}

async function numbers(
  { job, group, total, compression }: Place,
  name: string,
  dtype: NumericDType,
): Promise<Target<NumericArray>> {
  const spec = { kind: 'numeric', name: dtype } as const;
  const sink = await createArray(job, group, name, spec, total, ARRAY, compression);
  return {
    append: (values) => sink.append({ kind: 'numeric', dtype, values }, job.signal),
    close: () => sink.close(),
  };
}

async function texts(
  { job, group, total, compression }: Place,
  name: string,
): Promise<Target<Utf8Array>> {
  const spec = { kind: 'string' } as const;
  const sink = await createArray(job, group, name, spec, total, STRING_ARRAY, compression);
  return {
    append: (values) => sink.append({ kind: 'string', values }, job.signal),
    close: () => sink.close(),
  };
}

const emptyText = (rows: number): Utf8Array =>
  new Utf8Array(new Uint8Array(0), new Uint32Array(rows + 1));
