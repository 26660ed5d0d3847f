import { expect, it } from 'vitest';
import { pythonText } from './python-string.ts';

it.each([
  [`"a.h5ad"`, 'a.h5ad'],
  [`'it"s'`, 'it"s'],
  [`"""two\nlines"""`, 'two\nlines'],
  [`r"C:\\new"`, 'C:\\new'],
  [`"C:\\\\new"`, 'C:\\new'],
  [`"\\x41\\u00e9\\U0001F9EC\\101"`, 'Aé🧬A'],
  [`"a\\\nb"`, 'ab'],
  [`"\\d"`, '\\d'],
  [`u"a"`, 'a'],
  [`""`, ''],
])('%s', (literal, text) => {
  expect(pythonText(literal)).toBe(text);
});

it.each([`b"a"`, `f"{a}"`, `rb"a"`, `"\\N{BULLET}"`, `"\\U00110000"`, `"a`, 'a'])(
  'has no text for %s',
  (literal) => {
    expect(pythonText(literal)).toBeUndefined();
  },
);
