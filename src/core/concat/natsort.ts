import { sortInTurns } from '../sort-in-turns.ts';
import type { Utf8Array } from '../store/utf8.ts';
import { Turns } from '../turns.ts';
import { ascending } from './reindexer.ts';

/**
 * Natural order as Python's `natsort` defines it by default: text and unsigned integers in turn,
 * starting with text; text by code point, integers by value. Ties keep their order.
 * @throws CancelledError
 */
export async function natsorted(
  strings: Utf8Array,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const order = ascending(strings.length);
  const { bytes, offsets } = strings;
  if (bytes.every((byte) => byte < 0x80)) {
    return sortInTurns(order, (a, b) => compareAscii(bytes, offsets, a, b) || a - b, signal);
  }
  const keys: Key[] = [];
  const turns = new Turns(signal);
  for (let i = 0; i < strings.length; i++) {
    keys.push(keyOf(strings.at(i)));
    // Each takes as long as some ten values.
    if (turns.isOver(16)) await turns.pass();
  }
  return sortInTurns(order, (a, b) => compareKeys(keys[a] ?? [], keys[b] ?? []) || a - b, signal);
}

/** As `compareKeys`, on the packed strings themselves: a million of them have no room for keys. */
function compareAscii(bytes: Uint8Array, offsets: Uint32Array, a: number, b: number): number {
  const aEnd = offsets[a + 1] ?? 0;
  const bEnd = offsets[b + 1] ?? 0;
  let i = offsets[a] ?? 0;
  let j = offsets[b] ?? 0;
  for (;;) {
    for (; ; i++, j++) {
      const left = i < aEnd ? textByte(bytes[i]) : -1;
      const right = j < bEnd ? textByte(bytes[j]) : -1;
      if (left < 0 && right < 0) break;
      if (left !== right) return left - right;
    }
    // Who ends here has fewer parts.
    if (i === aEnd || j === bEnd) return aEnd - i - (bEnd - j);
    const aStart = firstDigit(bytes, i, aEnd);
    const bStart = firstDigit(bytes, j, bEnd);
    i = afterDigits(bytes, aStart, aEnd);
    j = afterDigits(bytes, bStart, bEnd);
    const byLength = i - aStart - (j - bStart);
    if (byLength !== 0) return byLength;
    for (let k = 0; k < i - aStart; k++) {
      const byDigit = (bytes[aStart + k] ?? 0) - (bytes[bStart + k] ?? 0);
      if (byDigit !== 0) return byDigit;
    }
    if (i === aEnd || j === bEnd) return aEnd - i - (bEnd - j);
  }
}

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;
/** -1 where a text ends. */
const textByte = (byte = 0): number => (isDigit(byte) ? -1 : byte);

/** Past leading zeros. */
function firstDigit(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (bytes[at] === 0x30 && at + 1 < end && isDigit(bytes[at + 1])) at++;
  return at;
}

function afterDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at++;
  return at;
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
