import { describe, expect, it } from 'vitest';
import { typeString } from '../../anndata/awkward/type-string.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import { allocate, type NumericDType } from '../../store/dtype.ts';
import { gathered } from './gather.ts';
import type { Layout } from './layout.ts';

type Arrays = Readonly<Record<string, readonly [NumericDType, readonly bigint[]]>>;

/** Two values a block. */
function readingOf(arrays: Arrays) {
  const read = (_: number, path: string, start: number, stop: number) => {
    const [dtype, numbers] = arrays[path] ?? ['int8', []];
    const values = allocate(dtype, stop - start);
    for (const [i, value] of numbers.slice(start, stop).entries()) {
      if (values instanceof BigInt64Array || values instanceof BigUint64Array) values[i] = value;
      else values[i] = Number(value);
    }
    return Promise.resolve({ kind: 'numeric', dtype, values } as const);
  };
  return { inputs: { read, paths: ['/a.h5ad'] }, blockBytes: 16, signal: undefined };
}
const buffer = (path: string, dtype: NumericDType) => ({ input: 0, path, dtype, filters: [] });
const numbers = (path: string, length: number): Layout => ({
  kind: 'numpy',
  length,
  parameters: {},
  dtype: 'int64',
  chunks: [{ buffer: buffer(path, 'int64'), count: length }],
});
const indexed = (length: number, content: Layout, parameters = {}, isOption = true): Layout => ({
  kind: 'indexed',
  isOption,
  length,
  parameters,
  chunks: [
    {
      kind: 'stored',
      buffer: buffer('index', 'int64'),
      count: length,
      base: 0,
      contentLength: content.length,
    },
  ],
  content,
});

/** The type, and the buffers by name, of rows of an array. */
async function taken(arrays: Arrays, layout: Layout, rows: readonly number[]) {
  const reading = readingOf(arrays);
  const blocks = async function* () {
    yield await Promise.resolve(Float64Array.from(rows.slice(0, 2)));
    yield await Promise.resolve(Float64Array.from(rows.slice(2)));
  };
  const output = await gathered(reading, layout, () => blocks, rows.length);
  const buffers: Record<string, string> = {};
  for (const { name, length, blocks: of } of output.buffers) {
    const values: (number | bigint)[] = [];
    for await (const block of of(reading)) values.push(...block);
    expect(values).toHaveLength(length);
    buffers[name] = values.join(' ');
  }
  return { type: typeString(output.form), buffers };
}

describe('gathered', () => {
  it('takes the values of lists in the order of the rows, exactly', async () => {
    const large = 2n ** 60n;
    const layout: Layout = {
      kind: 'list',
      length: 3,
      parameters: {},
      chunks: [
        { kind: 'stored', buffer: buffer('offsets', 'int64'), count: 3, base: 0, contentLength: 4 },
      ],
      content: numbers('data', 4),
    };
    const arrays: Arrays = {
      offsets: ['int64', [0n, 1n, 1n, 4n]],
      data: ['int64', [large, large + 1n, large + 2n, large + 3n]],
    };
    expect(await taken(arrays, layout, [2, 1, 0])).toEqual({
      type: 'var * int64',
      buffers: {
        'node0-offsets': '0 3 3 4',
        'node1-data': [large + 1n, large + 2n, large + 3n, large].join(' '),
      },
    });
    const damaged: Arrays = { ...arrays, offsets: ['int64', [0n, 3n, 1n, 4n]] };
    await expect(taken(damaged, layout, [1, 0])).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      path: '/a.h5ad',
      elem: 'offsets',
    });
  });

  it('numbers the values of options anew, and leaves out those of no row', async () => {
    const arrays: Arrays = { index: ['int64', [0n, -1n, 1n, 2n]], data: ['int64', [5n, 6n, 7n]] };
    expect(await taken(arrays, indexed(4, numbers('data', 3)), [3, 1, 0])).toEqual({
      type: '?int64',
      buffers: { 'node0-index': '0 -1 1', 'node1-data': '7 5' },
    });
  });

  it('keeps all categories in their order', async () => {
    const arrays: Arrays = { index: ['int64', [0n, 1n, 0n]], data: ['int64', [5n, 6n]] };
    const layout = indexed(3, numbers('data', 2), { __array__: 'categorical' }, false);
    const { buffers } = await taken(arrays, layout, [2, 0]);
    expect(buffers).toEqual({ 'node0-index': '0 0', 'node1-data': '5 6' });
  });

  it('refuses an index that packing would have removed', async () => {
    const arrays: Arrays = { index: ['int64', [0n]], data: ['int64', [5n]] };
    const layout = indexed(1, numbers('data', 1), {}, false);
    await expect(taken(arrays, layout, [0])).rejects.toThrow(ElemUnsupportedError);
  });

  it('makes bytes of the bits of a mask', async () => {
    const layout: Layout = {
      kind: 'bit-masked',
      validWhen: true,
      lsbOrder: true,
      length: 10,
      parameters: {},
      buffer: buffer('mask', 'uint8'),
      content: numbers('data', 10),
    };
    const arrays: Arrays = {
      mask: ['uint8', [0b101n, 0b10n]],
      data: ['int64', [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]],
    };
    expect(await taken(arrays, layout, [9, 8, 2, 1])).toEqual({
      type: '?int64',
      buffers: { 'node0-mask': '1 0 1 0', 'node1-data': '9 8 2 1' },
    });
  });

  it('keeps a content of a union that is in use to the last value, and cuts others', async () => {
    const layout: Layout = {
      kind: 'union',
      length: 4,
      parameters: {},
      chunks: [
        {
          kind: 'stored',
          count: 4,
          tags: buffer('tags', 'int8'),
          index: buffer('index', 'int64'),
          targets: [],
        },
      ],
      contents: [numbers('a', 2), numbers('b', 2)],
    };
    const arrays: Arrays = {
      tags: ['int8', [0n, 1n, 0n, 1n]],
      index: ['int64', [0n, 0n, 1n, 1n]],
      a: ['int64', [1n, 2n]],
      b: ['int64', [3n, 4n]],
    };
    const { buffers } = await taken(arrays, layout, [2, 3, 0]);
    expect(buffers).toEqual({
      'node0-tags': '0 1 0',
      'node0-index': '1 0 0',
      'node1-data': '1 2',
      'node2-data': '4',
    });
  });
});
