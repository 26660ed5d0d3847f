import { Decompress } from 'fzstd';

const MAGIC = 0xfd2fb528;
const BLOCK_HEADER = 3;
const DICTIONARY_BYTES = [0, 1, 2, 4];

/** The header of a zstd frame (RFC 8878, section 3.1.1.1). */
export interface ZstdHeader {
  /** Bytes that the frame holds; undefined when it does not say, as of writers that stream. */
  readonly contentSize: number | undefined;
  /** Bytes of history that a decoder has to keep; undefined when that is all of the content. */
  readonly windowSize: number | undefined;
  /** Where its first block begins. */
  readonly blocks: number;
  /** Bytes of the checksum that its last block is followed by. */
  readonly checksum: number;
}

/** @throws Error when it is no zstd frame */
export function zstdHeader(bytes: Uint8Array): ZstdHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== MAGIC) {
    throw new Error('a chunk is no zstd frame');
  }
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const windowSize = isSingleSegment ? undefined : windowOf(view.getUint8(5));
  const at = 5 + (isSingleSegment ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0);
  const code = descriptor >>> 6;
  const checksum = (descriptor & 4) === 0 ? 0 : 4;
  if (code === 0 && !isSingleSegment) {
    return { contentSize: undefined, windowSize, blocks: at, checksum };
  }
  const blocks = at + 2 ** code;
  if (blocks > bytes.length) throw new Error('a chunk is shorter than its header');
  return { contentSize: contentSize(view, at, code), windowSize, blocks, checksum };
}

/** Bytes of the frame, from the sizes of its blocks; more than there are when it is cut off. */
export function zstdFrameSize(bytes: Uint8Array, { blocks, checksum }: ZstdHeader): number {
  for (let at = blocks; ;) {
    if (at + BLOCK_HEADER > bytes.length) return at + BLOCK_HEADER;
    const [low = 0, middle = 0, high = 0] = bytes.subarray(at, at + BLOCK_HEADER);
    const size = (low | (middle << 8) | (high << 16)) >>> 3;
    const isRepeated = ((low >>> 1) & 3) === 1;
    at += BLOCK_HEADER + (isRepeated ? 1 : size);
    if ((low & 1) === 1) return at + checksum;
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(view: DataView, at: number, code: number): number {
  switch (code) {
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

/**
 * Decodes frames that do not say their size, block by block, up to a limit. Their checksums are not
 * looked at.
 * @param onBlock gets each block, which is its own
 * @throws Error when they hold more than `limit` bytes, or are damaged
 */
export function decodeBlocks(
  bytes: Uint8Array,
  limit: number,
  onBlock: (block: Uint8Array) => void,
): void {
  const read = { size: 0, isWhole: false };
  const stream = new Decompress((block, isLast) => {
    read.size += block.length;
    read.isWhole ||= isLast === true;
    if (read.size > limit) throw new Error(`a chunk would have more than ${limit} bytes`);
    onBlock(block);
  });
  stream.push(bytes, true);
  if (!read.isWhole) throw new Error('a chunk is a zstd frame without an end');
}
