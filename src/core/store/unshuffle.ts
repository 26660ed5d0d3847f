/**
 * Undoes the shuffle of HDF5 and numcodecs, which stores the first bytes of all values, then the second ones, and so
 * on. Bytes that do not make up a whole value stay at the end.
 */
export function unshuffle(bytes: Uint8Array, itemBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / itemBytes);
  if (itemBytes <= 1 || count <= 1) return bytes;
  const result = new Uint8Array(bytes.length);
  if (itemBytes === 2) unshuffle2(bytes, new Uint16Array(result.buffer, 0, count));
  else if (itemBytes === 4) unshuffle4(bytes, new Uint32Array(result.buffer, 0, count), 0, 1, 0);
  else if (itemBytes === 8) {
    const halves = new Uint32Array(result.buffer, 0, count * 2);
    unshuffle4(bytes, halves, 0, 2, 0);
    unshuffle4(bytes, halves, 4 * count, 2, 1);
  } else {
    for (let b = 0; b < itemBytes; b++) {
      for (let i = 0; i < count; i++) result[i * itemBytes + b] = bytes[b * count + i] ?? 0;
    }
  }
  result.set(bytes.subarray(count * itemBytes), count * itemBytes);
  return result;
}

function unshuffle2(bytes: Uint8Array, values: Uint16Array): void {
  const count = values.length;
  for (let i = 0; i < count; i++) values[i] = (bytes[i] ?? 0) | ((bytes[i + count] ?? 0) << 8);
}

/** Gathers 4 bytes of each value, from `start` on, into every `step`th of `values`. */
function unshuffle4(
  bytes: Uint8Array,
  values: Uint32Array,
  start: number,
  step: number,
  first: number,
): void {
  const count = values.length / step;
  const second = start + count;
  const third = second + count;
  const fourth = third + count;
  for (let i = 0; i < count; i++) {
    values[first + i * step] =
      (bytes[start + i] ?? 0) |
      ((bytes[second + i] ?? 0) << 8) |
      ((bytes[third + i] ?? 0) << 16) |
      ((bytes[fourth + i] ?? 0) << 24);
  }
}
