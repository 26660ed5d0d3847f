/**
 * Natural order as Python's `natsort` defines it by default: text and unsigned integers in turn,
 * starting with text; text by code point, integers by value. Ties keep their order.
 */
export function natsorted(strings: readonly string[]): Int32Array {
  const keys = strings.map(keyOf);
  const order = Int32Array.from({ length: strings.length }, (_, i) => i);
  return order.sort((a, b) => compareKeys(keys[a] ?? [], keys[b] ?? []) || a - b);
}

/** Even positions hold text, odd ones digits without leading zeros. */
type Key = readonly string[];

function keyOf(text: string): Key {
  // natsort compares letters apart from their accents.
  const parts = text.normalize('NFD').split(/(\d+)/u);
  // A trailing '' is what split leaves behind a final number, no part of its own.
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map((part, i) => (i % 2 === 1 ? part.replace(/^0+(?=\d)/u, '') : part));
}

function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const left = a[i] ?? '';
    const right = b[i] ?? '';
    const byLength = i % 2 === 1 ? left.length - right.length : 0;
    const order = byLength !== 0 ? byLength : compareCodePoints(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Order of Python's `str`; JS compares UTF-16 units, which puts surrogates before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return unitRank(left) - unitRank(right);
  }
  return a.length - b.length;
}

const unitRank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x2800 : unit);
