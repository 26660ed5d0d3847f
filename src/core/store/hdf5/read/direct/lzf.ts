const LITERALS = 32;
const LONG = 7;

/**
 * Decompresses LZF (liblzf 3.6, lzf_d.c) into exactly `size` bytes. The library's plugin would
 * abort the library with damaged data, and with strings of variable length.
 * @throws Error when the data are damaged
 */
export function decompressLzf(bytes: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size);
  let from = 0;
  let to = 0;
  while (from < bytes.length) {
    const control = bytes[from++] ?? 0;
    if (control < LITERALS) {
      const length = control + 1;
      if (from + length > bytes.length || to + length > size) throw damaged();
      for (let i = 0; i < length; i++) result[to++] = bytes[from++] ?? 0;
      continue;
    }
    let length = (control >> 5) + 2;
    if (length === LONG + 2) length += bytes[from++] ?? 0;
    let source = to - ((control & 0x1f) << 8) - 1 - (bytes[from++] ?? 0);
    if (source < 0 || to + length > size) throw damaged();
    // Source and target may overlap: that is how a run of equal bytes is stored.
    for (let i = 0; i < length; i++) result[to++] = result[source++] ?? 0;
  }
  if (to !== size) throw damaged();
  return result;
}

const damaged = (): Error => new Error('a chunk that lzf compressed is damaged');
