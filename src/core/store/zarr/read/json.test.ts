import { expect, it } from 'vitest';
import { parseJson } from './json.ts';

it.each([
  ['{"a": 1, "b": [true, null, "x"]}', { a: 1, b: [true, null, 'x'] }],
  ['[NaN, Infinity, -Infinity]', [NaN, Infinity, -Infinity]],
  ['[9007199254740993, -9223372036854775808]', [9007199254740993n, -9223372036854775808n]],
  ['[1000000000000000, 9007199254740991]', [1e15, 9007199254740991]],
  [
    '[0.1234567890123456, 1.234567890123456e-300, 1152921504606846976.0]',
    [0.1234567890123456, 1.234567890123456e-300, 2 ** 60],
  ],
  [
    '{"NaN": "Infinity", "1234567890123456789": NaN}',
    { NaN: 'Infinity', '1234567890123456789': NaN },
  ],
  [
    '["\\"NaN\\"", "\\\\", NaN, "12345678901234567\\u0041"]',
    ['"NaN"', '\\', NaN, '12345678901234567A'],
  ],
])('reads %s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it.each(['{"a": NaNa}', '["12345678901234567]', 'NaN NaN', '{"a" 12345678901234567}', ''])(
  'refuses %s',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

it('is not slow with long strings', () => {
  const long = 'x\\"'.repeat(200_000);
  expect(parseJson(`["${long}", NaN]`)).toEqual(['x"'.repeat(200_000), NaN]);
});
