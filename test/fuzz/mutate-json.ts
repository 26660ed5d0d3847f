import type { Random } from './random.ts';

/** What may stand in the place of a value. */
const VALUES = [
  'null', 'true', '0', '-1', '1.5', '1e308', '9007199254740993', '-9223372036854775808', 'NaN',
  '""', '"../../x"', '"é\\u0000"', '"<i8"', '"|O"', '[]', '[0]', '[-1, 2]', '[4294967296, 4294967296]',
  '{}', '{"id": "unheard of"}', '[[[[[[[[[[]]]]]]]]]]',
] as const; // prettier-ignore

/** Numbers, literals, strings that are values, and empty brackets. */
const TOKEN = /-?\d+(?:\.\d+)?|true|false|null|"(?:[^"\\]|\\.)*"(?!\s*:)|\[\]|\{\}/gu;
const KEY = /"((?:[^"\\]|\\.)*)"\s*:/gu;

/** Changes a value, or the name of a key, in the text of a JSON document. */
export function mutateJson(text: string, random: Random): string {
  const pattern = random.next() < 0.8 ? TOKEN : KEY;
  const found = [...text.matchAll(pattern)];
  const match = found[random.below(found.length)];
  if (match === undefined) return text;
  const [old] = match;
  const [first, ...others] = VALUES;
  const replacement = pattern === KEY ? '"renamed":' : random.pick<string>([first, ...others]);
  return text.slice(0, match.index) + replacement + text.slice(match.index + old.length);
}
