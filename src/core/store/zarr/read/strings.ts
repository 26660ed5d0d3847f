import { Utf8Array } from '../../utf8.ts';
import { Utf8Builder } from '../../utf8-builder.ts';

/**
 * numcodecs' vlen-utf8: a count, then a length and the bytes of each string; integers of 4 bytes,
 * little-endian.
 * @throws RangeError when the lengths lead out of the chunk
 */
export function decodeVlenUtf8(bytes: Uint8Array): Utf8Array {
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
  return strings.build();
}

/** numcodecs' json2: all strings, then the dtype and the shape, as one JSON list. */
export function decodeJson2(bytes: Uint8Array): Utf8Array {
  const items: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (!Array.isArray(items)) throw new RangeError('a chunk is no list');
  return Utf8Array.from(
    items.slice(0, -2).map((item: unknown) => (typeof item === 'string' ? item : '')),
  );
}

/** Bytes of a fixed number for each string, padded with 0 at the end: numpy's `S`. */
export function decodeFixedBytes(bytes: Uint8Array, size: number, count: number): Utf8Array {
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
export function decodeUtf32(
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
