import { ARRAY, categoricalAttrs, nullableAttrs, STRING_ARRAY } from '../../anndata/encoding.ts';
import { allocate, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { ArraySink, Compression, GroupSink } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import type { AlignedColumnPart, ColumnPart } from '../blueprint.ts';
import { alignColumn } from '../merge/aligned-column.ts';
import type { CategoryTable } from '../categories.ts';
import { convert } from '../matrix/convert.ts';
import { appendCodes, codesDtype, createArray } from './arrays.ts';
import { columnValues, type ColumnValues, numbersOf, textOf } from '../column-values.ts';
import type { Job } from './job.ts';

type Column = ColumnPart & { readonly kind: 'column' };

/** Where the rows of a column go, in its form. */
interface ColumnSink {
  readonly append: (input: number, values: ColumnValues) => Promise<void>;
  readonly appendMissing: (rows: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Writes a column of the concatenation axis, input by input and block by block. */
export async function writeColumn(
  job: Job,
  parent: GroupSink,
  column: Column,
  report: (fraction: number) => void,
): Promise<void> {
  const total = column.rows.reduce((sum, n) => sum + n, 0);
  const sink = await createSink(job, parent, column, total);
  let done = 0;
  const advance = (rows: number): void => {
    done += rows;
    report(done / total);
  };
  for (const [i, elem] of column.elems.entries()) {
    if (elem === null) {
      const rows = column.rows[i] ?? 0;
      const step = job.blockBytes / 8;
      for (let start = 0; start < rows; start += step) {
        const count = Math.min(step, rows - start);
        await sink.appendMissing(count);
        advance(count);
      }
      continue;
    }
    for await (const values of columnValues(job.inputs, i, elem, job.blockBytes, job.signal)) {
      await sink.append(i, values);
      advance(values.kind === 'codes' ? values.codes.length : values.values.length);
    }
  }
  await sink.close();
}

/** Writes a column of the alt axis, taken from one input. */
export async function writeAlignedColumn(
  job: Job,
  parent: GroupSink,
  { name, input, elem, names, target }: AlignedColumnPart,
): Promise<void> {
  const { inputs, blockBytes, signal } = job;
  const mapping = names.reindexerOf(input);
  const { values } = await alignColumn(inputs, input, elem, mapping, blockBytes, signal);
  const sink = await createSink(job, parent, { name, target, elems: [elem] }, names.length);
  // The table of a merged column knows one input only.
  if (names.length > 0) await sink.append(0, values);
  await sink.close();
}

async function createSink(
  job: Job,
  parent: GroupSink,
  { name, target, elems }: Pick<Column, 'name' | 'target' | 'elems'>,
  total: number,
): Promise<ColumnSink> {
  const compression = job.compression(elems);
  switch (target.kind) {
    case 'numeric':
      return numericSink(job, parent, name, target.dtype, total, compression);
    case 'string':
      return stringSink(job, parent, name, total, compression);
    case 'categorical':
      return categoricalSink(job, parent, name, target, total, compression);
    case 'nullable': {
      const group = await parent.group(name, nullableAttrs(target.encoding));
      return nullableSink(job, group, target.dtype, total, compression);
    }
    case 'nullable-string': {
      const group = await parent.group(name, nullableAttrs('nullable-string-array'));
      return nullableStringSink(job, group, total, compression);
    }
  }
}

async function numericSink(
  job: Job,
  parent: GroupSink,
  name: string,
  dtype: NumericDType,
  total: number,
  compression: Compression,
): Promise<ColumnSink> {
  const sink = await createArray(
    job,
    parent,
    name,
    { kind: 'numeric', name: dtype },
    total,
    ARRAY,
    compression,
  );
  const append = (values: NumericArray) =>
    sink.append({ kind: 'numeric', dtype, values }, job.signal);
  return {
    append: async (_, block) => {
      const { values, dtype: from, missing } = numbersOf(block);
      const converted = convert(values, from, dtype);
      await append(missing === null ? converted : withNaN(converted, missing));
    },
    appendMissing: (rows) => append(withNaN(allocate(dtype, rows), null)),
    close: () => sink.close(),
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

async function stringSink(
  job: Job,
  parent: GroupSink,
  name: string,
  total: number,
  compression: Compression,
): Promise<ColumnSink> {
  const sink = await createArray(
    job,
    parent,
    name,
    { kind: 'string' },
    total,
    STRING_ARRAY,
    compression,
  );
  return {
    append: (_, block) => sink.append({ kind: 'string', values: textOf(block).values }, job.signal),
    appendMissing: (rows) => sink.append({ kind: 'string', values: emptyText(rows) }, job.signal),
    close: () => sink.close(),
  };
}

const emptyText = (rows: number): Utf8Array =>
  new Utf8Array(new Uint8Array(0), new Uint32Array(rows + 1));

async function categoricalSink(
  job: Job,
  parent: GroupSink,
  name: string,
  { ordered, table }: { readonly ordered: boolean; readonly table: CategoryTable },
  total: number,
  compression: Compression,
): Promise<ColumnSink> {
  const group = await parent.group(name, categoricalAttrs(ordered));
  const values = table.values();
  const isText = values.kind === 'string';
  const categories = await createArray(
    job,
    group,
    'categories',
    isText ? { kind: 'string' } : { kind: 'numeric', name: values.dtype },
    table.size,
    isText ? STRING_ARRAY : ARRAY,
  );
  if (table.size > 0) await categories.append(values, job.signal);
  await categories.close();
  const dtype = codesDtype(table.size);
  const sink = await createArray(
    job,
    group,
    'codes',
    { kind: 'numeric', name: dtype },
    total,
    ARRAY,
    compression,
  );
  return {
    append: (input, block) => appendCodes(sink, dtype, codesOf(table, input, block), job.signal),
    appendMissing: (rows) => appendCodes(sink, dtype, new Int32Array(rows).fill(-1), job.signal),
    close: () => sink.close(),
  };
}

function codesOf(table: CategoryTable, input: number, block: ColumnValues): Int32Array {
  if (block.kind === 'codes') {
    const codes = table.codesOf(input);
    if (codes.length > 0) return block.codes.map((code) => (code < 0 ? -1 : (codes[code] ?? -1)));
  }
  const { values, missing } = textOf(block);
  return Int32Array.from({ length: values.length }, (_, i) =>
    missing?.[i] === 1 ? -1 : table.codeOf(values, i),
  );
}

async function nullableSink(
  job: Job,
  group: GroupSink,
  dtype: NumericDType,
  total: number,
  compression: Compression,
): Promise<ColumnSink> {
  const sink = await createArray(
    job,
    group,
    'values',
    { kind: 'numeric', name: dtype },
    total,
    ARRAY,
    compression,
  );
  const masks = await maskSink(job, group, total, compression);
  return {
    append: async (_, block) => {
      const { values, dtype: from, missing } = numbersOf(block);
      await sink.append(
        { kind: 'numeric', dtype, values: convert(values, from, dtype) },
        job.signal,
      );
      await appendMask(masks, missing ?? new Uint8Array(values.length), job);
    },
    appendMissing: async (rows) => {
      await sink.append({ kind: 'numeric', dtype, values: allocate(dtype, rows) }, job.signal);
      await appendMask(masks, new Uint8Array(rows).fill(1), job);
    },
    close: () => closeBoth(sink, masks),
  };
}

async function nullableStringSink(
  job: Job,
  group: GroupSink,
  total: number,
  compression: Compression,
): Promise<ColumnSink> {
  const sink = await createArray(
    job,
    group,
    'values',
    { kind: 'string' },
    total,
    STRING_ARRAY,
    compression,
  );
  const masks = await maskSink(job, group, total, compression);
  return {
    append: async (_, block) => {
      const { values, missing } = textOf(block);
      await sink.append({ kind: 'string', values }, job.signal);
      await appendMask(masks, missing ?? new Uint8Array(values.length), job);
    },
    appendMissing: async (rows) => {
      await sink.append({ kind: 'string', values: emptyText(rows) }, job.signal);
      await appendMask(masks, new Uint8Array(rows).fill(1), job);
    },
    close: () => closeBoth(sink, masks),
  };
}

const maskSink = (
  job: Job,
  group: GroupSink,
  total: number,
  compression: Compression,
): Promise<ArraySink> =>
  createArray(job, group, 'mask', { kind: 'numeric', name: 'bool' }, total, ARRAY, compression);

const appendMask = (sink: ArraySink, values: Uint8Array, job: Job): Promise<void> =>
  sink.append({ kind: 'numeric', dtype: 'bool', values }, job.signal);

async function closeBoth(first: ArraySink, second: ArraySink): Promise<void> {
  await first.close();
  await second.close();
}
