/** Writes a pattern of bytes over and over, from the start of `target` to its end. */
export function repeatBytes(target: Uint8Array, pattern: Uint8Array): void {
  Buffer.from(target.buffer, target.byteOffset, target.byteLength).fill(pattern);
}

/** Reverses the bytes of each value of `size` bytes, in place. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}
