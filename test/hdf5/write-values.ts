import {
  itemSize,
  viewOf,
  type NumericArray,
  type NumericDType,
} from '../../src/core/store/dtype.ts';
import type { ArraySpec, AttrsInput, GroupSink, StoreSink } from '../../src/core/store/store.ts';
import { Utf8Array } from '../../src/core/store/utf8.ts';
import { createHdf5 } from '../../src/core/store/hdf5/write/sink.ts';

/** Opens a sink, lets `write` fill it, finishes and closes it. Answers its size in bytes. */
export async function writeHdf5(
  path: string,
  attrs: AttrsInput,
  write: (root: GroupSink, sink: StoreSink) => Promise<void>,
): Promise<number> {
  const sink = await createHdf5(path, attrs);
  try {
    await write(sink.root, sink);
    return await sink.finish();
  } finally {
    await sink.close();
  }
}

type Options = Partial<Omit<ArraySpec, 'dtype'>>;

/** A contiguous array of one dimension, unless told otherwise. */
export function numericSpec(name: NumericDType, rows: number, options: Options = {}): ArraySpec {
  return { ...plain(rows), ...options, dtype: { kind: 'numeric', name } };
}

export function stringSpec(rows: number, options: Options = {}): ArraySpec {
  return { ...plain(rows), ...options, dtype: { kind: 'string' } };
}

const plain = (rows: number): Omit<ArraySpec, 'dtype'> => ({
  shape: [rows],
  growable: false,
  chunkRows: null,
  compression: { id: 'none' },
  attrs: {},
});

export async function writeNumbers(
  group: GroupSink,
  name: string,
  dtype: NumericDType,
  numbers: readonly number[],
  options: Options = {},
): Promise<void> {
  const array = await group.array(name, numericSpec(dtype, numbers.length, options));
  await array.append({ kind: 'numeric', dtype, values: valuesOf(dtype, numbers) });
  await array.close();
}

export async function writeStrings(
  group: GroupSink,
  name: string,
  strings: readonly string[],
  options: Options = {},
): Promise<void> {
  const array = await group.array(name, stringSpec(strings.length, options));
  await array.append({ kind: 'string', values: Utf8Array.from(strings) });
  await array.close();
}

function valuesOf(dtype: NumericDType, numbers: readonly number[]): NumericArray {
  const values = viewOf(
    dtype,
    new ArrayBuffer(numbers.length * itemSize(dtype)),
    0,
    numbers.length,
  );
  numbers.forEach((number, i) => {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array)
      values[i] = BigInt(number);
    else values[i] = number;
  });
  return values;
}
