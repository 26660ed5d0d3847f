/**
 * HDF5's shuffle filter: all first bytes of the values, then all second bytes, and so on. Always
 * answers new memory.
 * @param bytes a whole number of values, aligned to their size where that is 2 or a multiple of 4
 */
export function shuffle(bytes: Uint8Array, itemSize: number): Uint8Array {
  const out = Buffer.allocUnsafeSlow(bytes.length);
  const count = bytes.length / itemSize;
  if (itemSize === 2) {
    const values = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? 0;
      out[i] = value;
      out[count + i] = value >>> 8;
    }
  } else if (itemSize % 4 === 0) {
    const step = itemSize / 4;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, count * step);
    for (let word = 0; word < step; word++) {
      shuffleWords(words, word, step, out, 4 * word * count, count);
    }
  } else {
    out.set(bytes);
  }
  return out;
}

/** The four bytes of every `step`-th word into four runs of `count` bytes. */
function shuffleWords(
  words: Uint32Array,
  first: number,
  step: number,
  out: Uint8Array,
  start: number,
  count: number,
): void {
  for (let i = 0, at = first, to = start; i < count; i++, at += step, to++) {
    const word = words[at] ?? 0;
    out[to] = word;
    out[to + count] = word >>> 8;
    out[to + 2 * count] = word >>> 16;
    out[to + 3 * count] = word >>> 24;
  }
}
