import type { RawFile } from './raw-file.ts';

/** A message of an object header: format specification, section IV.A. */
export interface HeaderMessage {
  readonly type: number;
  /** Stored elsewhere: the body is but a reference to it. */
  readonly shared: boolean;
  readonly body: Buffer;
}

export const MESSAGE = {
  oldFillValue: 0x04,
  fillValue: 0x05,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  continuation: 0x10,
} as const;

const V2_SIGNATURE = 'OHDR';
const V2_BLOCK_SIGNATURE = 4;
const CHECKSUM = 4;
/** Object headers are small: one with more blocks than this is damaged. */
const MAX_BLOCKS = 1024;

/** @throws RangeError, FileEndsError when the header is damaged */
export async function readObjectHeader(file: RawFile, address: number): Promise<HeaderMessage[]> {
  const prefix = await file.readUpTo(address, 64);
  const isV2 = prefix.toString('latin1', 0, 4) === V2_SIGNATURE;
  if (!isV2 && prefix[0] !== 1) throw new RangeError('no object header');
  const { start, size, fieldBytes } = isV2 ? v2Prefix(prefix) : v1Prefix(prefix);
  const messages: HeaderMessage[] = [];
  const blocks: [address: number, size: number][] = [[address + start, size]];
  for (const [blockAddress, blockSize] of blocks) {
    if (blocks.length > MAX_BLOCKS) throw new RangeError('an object header without end');
    const block = await file.read(blockAddress, blockSize);
    for (const message of messagesOf(block, isV2, fieldBytes)) {
      if (message.type !== MESSAGE.continuation) {
        messages.push(message);
        continue;
      }
      const at = Number(message.body.readBigUInt64LE(0));
      const length = Number(message.body.readBigUInt64LE(8));
      blocks.push(
        isV2 ? [at + V2_BLOCK_SIGNATURE, length - V2_BLOCK_SIGNATURE - CHECKSUM] : [at, length],
      );
    }
  }
  return messages;
}

interface Prefix {
  readonly start: number;
  readonly size: number;
  /** Bytes in front of a message's body. */
  readonly fieldBytes: number;
}

const v1Prefix = (bytes: Buffer): Prefix => ({
  start: 16,
  size: bytes.readUInt32LE(8),
  fieldBytes: 8,
});

function v2Prefix(bytes: Buffer): Prefix {
  const flags = bytes.readUInt8(5);
  const times = flags & 0x20 ? 16 : 0;
  const phases = flags & 0x10 ? 4 : 0;
  const sizeBytes = 1 << (flags & 3);
  const at = 6 + times + phases;
  const size =
    sizeBytes === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUIntLE(at, sizeBytes);
  return { start: at + sizeBytes, size, fieldBytes: flags & 4 ? 6 : 4 };
}

function* messagesOf(block: Buffer, isV2: boolean, fieldBytes: number): Generator<HeaderMessage> {
  for (let at = 0; at + fieldBytes <= block.length;) {
    const type = isV2 ? block.readUInt8(at) : block.readUInt16LE(at);
    const size = block.readUInt16LE(at + (isV2 ? 1 : 2));
    const flags = block.readUInt8(at + (isV2 ? 3 : 4));
    at += fieldBytes;
    yield { type, shared: (flags & 2) !== 0, body: block.subarray(at, at + size) };
    at += size;
  }
}
