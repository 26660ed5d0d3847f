/** Damaged chunks claim any size: this comes before anything is allocated. */
export function checkSize(size: number, limit: number): void {
  if (size > limit) throw new Error(`a chunk would have ${size} bytes, more than ${limit}`);
}

/** @param header bytes that must be there */
export function viewOf(bytes: Uint8Array, header: number): DataView {
  if (bytes.length < header) throw new Error('a chunk is shorter than its header');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
