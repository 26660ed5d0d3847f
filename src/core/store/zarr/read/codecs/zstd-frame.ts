const MAGIC = 0xfd2fb528;
const DICTIONARY_BYTES = [0, 1, 2, 4];

/**
 * Bytes that a zstd frame says it holds (RFC 8878, section 3.1.1.1); undefined when it does not say.
 * @throws Error when it is no zstd frame
 */
export function zstdContentSize(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== MAGIC) {
    throw new Error('a chunk is no zstd frame');
  }
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0);
  const width = descriptor >>> 6;
  if (width === 0 && !isSingleSegment) return undefined;
  const end = at + 2 ** width;
  if (end > bytes.length) throw new Error('a chunk is shorter than its header');
  switch (width) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
