import { describe, expect, it } from 'vitest';
import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import { parseForm } from './form.ts';
import { formJson } from './form-json.ts';
import { typeString } from './type-string.ts';

const number = (primitive: string, parameters: object = {}): object => ({
  class: 'NumpyArray',
  primitive,
  inner_shape: [],
  parameters,
  form_key: 'node9',
});
const list = (content: object, parameters: object = {}): object => ({
  class: 'ListOffsetArray',
  offsets: 'i64',
  content,
  parameters,
  form_key: 'node8',
});
const text = list(number('uint8', { __array__: 'char' }), { __array__: 'string' });
const own = (parameters: object = {}) => ({ parameters, form_key: 'node0' });
const option = (content: object): object => ({
  class: 'IndexedOptionArray',
  index: 'i64',
  content,
  ...own(),
});
const record = (fields: readonly string[] | null, contents: readonly object[], name?: string) => ({
  class: 'RecordArray',
  fields,
  contents,
  ...own(name === undefined ? {} : { __record__: name }),
});

/** Forms as awkward writes them, and the types that it prints for them. */
const FORMS: readonly (readonly [string, object])[] = [
  ['unknown', { class: 'EmptyArray', ...own() }],
  ['float32', number('float32')],
  ['int64[parameters={"x": "y"}]', number('int64', { x: 'y' })],
  ['var * int64', list(number('int64'))],
  ['[var * int64, parameters={"x": "y"}]', list(number('int64'), { x: 'y' })],
  ['string', text],
  ['bytes', list(number('uint8', { __array__: 'byte' }), { __array__: 'bytestring' })],
  ['3 * bool', { class: 'RegularArray', size: 3, content: number('bool'), ...own() }],
  ['{a: string, "a b": int8}', record(['a', 'a b'], [text, number('int8')])],
  ['P[a: int8]', record(['a'], [number('int8')], 'P')],
  ['(int8, string)', record(null, [number('int8'), text])],
  ['?string', option(text)],
  ['option[var * ?int8]', option(list(option(number('int8'))))],
  [
    'categorical[type=string]',
    {
      class: 'IndexedArray',
      index: 'i32',
      content: text,
      ...own({ __array__: 'categorical' }),
    },
  ],
  [
    '?float64',
    {
      class: 'ByteMaskedArray',
      mask: 'i8',
      valid_when: false,
      content: number('float64'),
      ...own(),
    },
  ],
  [
    '?float16',
    {
      class: 'BitMaskedArray',
      mask: 'u8',
      valid_when: true,
      lsb_order: true,
      content: number('float16'),
      ...own(),
    },
  ],
  [
    'union[?int64, ?string]',
    {
      class: 'UnionArray',
      tags: 'i8',
      index: 'i64',
      contents: [option(number('int64')), { class: 'UnmaskedArray', content: text, ...own() }],
      ...own(),
    },
  ],
];

describe('parseForm', () => {
  it.each(FORMS)('reads the form of %s, which is written as it was', (type, json) => {
    const form = parseForm('obsm/a', JSON.stringify(json));
    expect(typeString(form)).toBe(type);
    expect(JSON.parse(formJson(form))).toEqual(json);
  });

  it.each([
    ['no JSON', '{'],
    ['an unknown class', JSON.stringify({ class: 'RumpledArray' })],
    ['fields without contents', JSON.stringify(record(['a', 'b'], [text]))],
    [
      'endless nesting',
      Array.from({ length: 99 }).reduce<string>(
        (inner) => `{"class":"UnmaskedArray","content":${inner}}`,
        '{"class":"EmptyArray"}',
      ),
    ],
  ])('calls %s unreadable', (_, json) => {
    expect(() => parseForm('obsm/a', json)).toThrow(ElemUnreadableError);
  });

  it.each([
    ['dates', number('datetime64[us]')],
    ['complex numbers', list(number('complex128'))],
    ['arrays of more dimensions', { ...number('int8'), inner_shape: [2] }],
    ['lists with starts and stops', { class: 'ListArray', starts: 'i64', stops: 'i64' }],
  ])('does not support %s', (_, json) => {
    expect(() => parseForm('obsm/a', JSON.stringify(json))).toThrow(ElemUnsupportedError);
  });
});
