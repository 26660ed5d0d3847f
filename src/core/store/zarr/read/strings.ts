import { swapBytes } from '../../byte-order.ts';
import { itemSize, viewOf } from '../../dtype.ts';
import { Utf8Array } from '../../utf8.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import { checkText } from '../../utf8-text.ts';
import type { Coding, FixedCoding } from './coding.ts';

/**
 * The strings of a chunk; undefined when it holds none.
 * @throws Error when they are damaged or no text
 */
export function decodeStrings(
  coding: Coding,
  bytes: Uint8Array,
  count: number,
): Utf8Array | undefined {
  switch (coding.kind) {
    case 'utf32':
      return decodeUtf32(bytes, coding.size, coding.bigEndian, count);
    case 'bytes':
      return checkText(decodeFixedBytes(bytes, coding.size, count));
    case 'vlen-utf8':
    case 'vlen-bytes':
      return checkText(decodeVlen(bytes));
    case 'json2':
      return decodeJson2(bytes);
    case 'categorize':
      return decodeCategorize(bytes, coding.labels, coding.codes);
    case 'fixed':
    case 'records':
    case 'opaque':
      return undefined;
  }
}

/**
 * numcodecs' vlen-utf8 and vlen-bytes: a count, then a length and the bytes of each string; integers of 4 bytes,
 * little-endian.
 * @throws RangeError when the lengths lead out of the chunk
 */
function decodeVlen(bytes: Uint8Array): Utf8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count * 4 > bytes.length) throw new RangeError('a chunk has fewer strings than it says');
  const strings = new Utf8Builder(count, bytes.length);
  let at = 4;
  for (let i = 0; i < count; i++) {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    if (at > bytes.length) throw new RangeError('a string leads out of its chunk');
    strings.add(bytes, start, at);
  }
  if (at < bytes.length) throw new RangeError('a chunk has more bytes than its strings');
  return strings.build();
}

/**
 * numcodecs' json2: the values, nested as the chunk's axes are, then the dtype and the shape, as one
 * JSON list.
 */
function decodeJson2(bytes: Uint8Array): Utf8Array {
  const items: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (!Array.isArray(items)) throw new RangeError('a chunk is no list');
  return Utf8Array.from(items.slice(0, -2).flat(MAX_RANK).map(textItem));
}

/** Axes that numpy allows. */
const MAX_RANK = 64;

function textItem(item: unknown): string {
  if (typeof item === 'string') return item;
  throw new Error('its values are not all text');
}

function decodeCategorize(
  bytes: Uint8Array,
  labels: Utf8Array,
  { dtype, bigEndian }: FixedCoding,
): Utf8Array {
  const own = bytes.slice();
  if (bigEndian) swapBytes(own, itemSize(dtype));
  const codes = viewOf(dtype, own.buffer, 0, own.length / itemSize(dtype));
  const strings = new Utf8Builder(codes.length);
  for (const value of codes) {
    const code = Number(value) - 1;
    if (code >= labels.length) throw new Error(`there is no label ${code}`);
    // 0 is no label, which numcodecs reads as an empty string.
    const known = code >= 0;
    strings.add(
      labels.bytes,
      known ? (labels.offsets[code] ?? 0) : 0,
      known ? (labels.offsets[code + 1] ?? 0) : 0,
    );
  }
  return strings.build();
}

/** Bytes of a fixed number for each string, padded with 0 at the end: numpy's `S`. */
function decodeFixedBytes(bytes: Uint8Array, size: number, count: number): Utf8Array {
  const strings = new Utf8Builder(count, bytes.length);
  for (let i = 0; i < count; i++) {
    const start = i * size;
    let end = start + size;
    while (end > start && bytes[end - 1] === 0) end -= 1;
    strings.add(bytes, start, end);
  }
  return strings.build();
}

/** Code points of 4 bytes, `size` bytes for each string, padded with 0 at the end: numpy's `U`. */
function decodeUtf32(
  bytes: Uint8Array,
  size: number,
  bigEndian: boolean,
  count: number,
): Utf8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strings = new Utf8Builder(count);
  const encoded = new Uint8Array(size);
  const encoder = new TextEncoder();
  for (let i = 0; i < count; i++) {
    let text = '';
    let end = (i + 1) * size;
    while (end > i * size && view.getUint32(end - 4, !bigEndian) === 0) end -= 4;
    for (let at = i * size; at < end; at += 4) {
      text += String.fromCodePoint(view.getUint32(at, !bigEndian));
    }
    strings.add(encoded, 0, encoder.encodeInto(text, encoded).written);
  }
  return strings.build();
}
