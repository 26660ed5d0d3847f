import { describe, expect, it } from 'vitest';
import { typeString } from '../../anndata/awkward/type-string.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import type { NumericDType } from '../../store/dtype.ts';
import { concatenated } from './concatenated.ts';
import { formOf } from './form-of.ts';
import { type Layout, nones } from './layout.ts';

const buffer = (dtype: NumericDType = 'int64') => ({ input: 0, path: 'a', dtype, filters: [] });
const numbers = (length: number, dtype: NumericDType = 'int64'): Layout => ({
  kind: 'numpy',
  length,
  parameters: {},
  dtype,
  chunks: [{ buffer: buffer(dtype), count: length }],
});
const list = (length: number, content: Layout, parameters = {}): Layout => ({
  kind: 'list',
  length,
  parameters,
  chunks: [
    { kind: 'stored', buffer: buffer(), count: length, base: 0, contentLength: content.length },
  ],
  content,
});
const text = (length: number): Layout =>
  list(
    length,
    { ...numbers(3 * length, 'uint8'), parameters: { __array__: 'char' } },
    { __array__: 'string' },
  );
const regular = (length: number, size: number): Layout => ({
  kind: 'regular',
  length,
  size,
  parameters: {},
  content: numbers(length * size),
});
const record = (length: number, contents: Readonly<Record<string, Layout>>): Layout => ({
  kind: 'record',
  length,
  parameters: {},
  fields: Object.keys(contents),
  contents: Object.values(contents),
});
const indexed = (length: number, content: Layout, isOption: boolean): Layout => ({
  kind: 'indexed',
  isOption,
  length,
  parameters: isOption ? {} : { __array__: 'categorical' },
  chunks: [
    { kind: 'stored', buffer: buffer(), count: length, base: 0, contentLength: content.length },
  ],
  content,
});
const masked = (length: number): Layout => ({
  kind: 'byte-masked',
  validWhen: true,
  length,
  parameters: {},
  chunks: [{ buffer: buffer('int8'), count: length }],
  content: numbers(length),
});
const either = (length: number): Layout => ({
  kind: 'union',
  length,
  parameters: {},
  chunks: [
    {
      kind: 'stored',
      count: length,
      tags: buffer('int8'),
      index: buffer(),
      targets: [
        { tag: 0, base: 0, contentLength: length },
        { tag: 1, base: 0, contentLength: length },
      ],
    },
  ],
  contents: [numbers(length), text(length)],
});

const typeOf = (layout: Layout): string => typeString(formOf(layout));
const outer = (...layouts: readonly Layout[]): Layout => concatenated(layouts, 'outer');

describe('concatenated', () => {
  it.each([
    ['int64', [numbers(1), numbers(2)]],
    ['float64', [numbers(1), numbers(2, 'float32')]],
    ['float32', [numbers(1, 'int16'), numbers(2, 'float32'), numbers(1, 'uint16')]],
    ['int64', [numbers(1, 'bool'), numbers(2)]],
    ['var * int64', [list(1, numbers(2)), regular(1, 2)]],
    ['2 * int64', [regular(1, 2), regular(3, 2)]],
    ['var * int64', [regular(1, 2), regular(1, 3)]],
    ['union[string, int64]', [text(1), numbers(1), text(1)]],
    ['union[var * string, var * int64]', [list(1, text(1)), list(1, numbers(1))]],
    ['?int64', [numbers(1), indexed(2, numbers(1), true)]],
    ['?int64', [masked(1), masked(2)]],
    ['?int64', [masked(1), numbers(2)]],
    ['option[var * int64]', [regular(1, 2), nones(3)]],
    ['?{a: int64}', [nones(3), record(2, { a: numbers(2) })]],
    ['union[int64, string]', [either(2), numbers(1), text(1)]],
    ['union[?int64, ?string]', [nones(1), either(2)]],
    ['union[{a: int64}, {b: int64}]', [record(1, { a: numbers(1) }), record(1, { b: numbers(1) })]],
    ['categorical[type=string]', [indexed(2, text(1), false)]],
    ['?string', [indexed(2, text(1), false), nones(1)]],
  ])('is of type %s, as ak.concatenate says', (type, layouts) => {
    const whole = outer(...layouts);
    expect(typeOf(whole)).toBe(type);
    expect(whole.length).toBe(layouts.reduce((sum, { length }) => sum + length, 0));
  });

  it('moves the lists of each input behind the contents of those before it', () => {
    const whole = outer(list(2, numbers(5)), list(1, numbers(7)), regular(2, 4));
    if (whole.kind !== 'list') throw new Error(whole.kind);
    expect(whole.chunks.map(({ base, count }) => [base, count])).toEqual([
      [0, 2],
      [5, 1],
      [12, 2],
    ]);
    expect(whole.content.length).toBe(20);
  });

  it('sends values that go together to one content of a union', () => {
    const whole = outer(numbers(2), text(3), numbers(4));
    if (whole.kind !== 'union') throw new Error(whole.kind);
    expect(whole.chunks).toEqual([
      { kind: 'range', count: 2, tag: 0, base: 0 },
      { kind: 'range', count: 3, tag: 1, base: 0 },
      { kind: 'range', count: 4, tag: 0, base: 2 },
    ]);
  });

  it('puts fields of one name together, whatever their order', () => {
    const one = record(1, { a: numbers(1), b: text(1) });
    const other = record(2, { b: text(2), a: numbers(2) });
    expect(typeOf(outer(one, other))).toBe('{a: int64, b: string}');
  });

  it('keeps the fields that all have with an inner join, in the order of the last', () => {
    const one = list(1, record(1, { a: numbers(1), b: text(1), c: text(1) }));
    const other = list(2, record(2, { c: text(2), d: text(2), a: numbers(2) }));
    expect(typeOf(concatenated([one, other], 'inner'))).toBe('var * {c: string, a: int64}');
  });

  it.each([
    [
      'records without a common field',
      'inner',
      [record(1, { a: numbers(1) }), record(1, { b: numbers(1) })],
    ],
    ['records beside lists', 'inner', [record(1, { a: numbers(1) }), list(1, numbers(1))]],
    ['categories of two inputs', 'outer', [indexed(2, text(1), false), indexed(2, text(1), false)]],
    [
      'kinds that only a missing elem parts',
      'outer',
      [list(1, numbers(1)), nones(1), list(1, text(1))],
    ],
    [
      'categories that become text in a union',
      'outer',
      [indexed(2, text(1), false), text(1), numbers(1)],
    ],
  ] as const)('refuses %s', (_, join, layouts) => {
    expect(() => concatenated(layouts, join)).toThrow(ElemUnsupportedError);
  });
});
