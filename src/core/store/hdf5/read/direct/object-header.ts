import { lookup3 } from '../../write/checksum.ts';
import type { RawFile } from './raw-file.ts';

/** A message of an object header: format specification, section IV.A. */
export interface HeaderMessage {
  readonly type: number;
  /** Stored elsewhere: the body is but a reference to it. */
  readonly shared: boolean;
  readonly body: Buffer;
}

export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const V2_SIGNATURE = 'OHDR';
/** Of all blocks but the first. */
const V2_BLOCK_SIGNATURE = 'OCHK';
const CHECKSUM = 4;
const PREFIX_BYTES = 64;
/** Object headers are small: one with more blocks, bytes or messages than this is damaged. */
const MAX_BLOCKS = 1024;
const MAX_BYTES = 2 ** 26;
const MAX_MESSAGES = 2 ** 17;
const NOTHING = 0x00;
/** Bytes of a message of version 1 are a multiple of these. */
const ALIGNED = 8;

/** @throws RangeError, FileEndsError when the header is damaged */
export async function readObjectHeader(file: RawFile, address: number): Promise<HeaderMessage[]> {
  const prefix = await file.metadataUpTo(address, PREFIX_BYTES);
  const isV2 = prefix.toString('latin1', 0, 4) === V2_SIGNATURE;
  if (!isV2 && prefix[0] !== 1) throw new RangeError('no object header');
  const { start, size, fieldBytes } = isV2 ? v2Prefix(prefix) : v1Prefix(prefix);
  const messages: HeaderMessage[] = [];
  // The first block of version 2 is sealed together with what is in front of it.
  const blocks: Block[] = [{ address, head: start, size }];
  const seen = new Set<number>();
  let bytes = 0;
  for (const one of blocks) {
    bytes += one.size;
    if (seen.has(one.address) || blocks.length > MAX_BLOCKS || bytes > MAX_BYTES) throw endless();
    seen.add(one.address);
    const block = await readBlock(file, one, isV2);
    for (const message of messagesOf(block, isV2, fieldBytes)) {
      if (message.type === NOTHING) continue;
      if (messages.length > MAX_MESSAGES) throw endless();
      if (message.type !== MESSAGE.continuation) {
        messages.push(message);
        continue;
      }
      const at = Number(message.body.readBigUInt64LE(0));
      const length = Number(message.body.readBigUInt64LE(8));
      const head = isV2 ? V2_BLOCK_SIGNATURE.length : 0;
      blocks.push({ address: at, head, size: length - head - (isV2 ? CHECKSUM : 0) });
    }
  }
  return messages;
}

interface Block {
  readonly address: number;
  /** Bytes in front of the messages. */
  readonly head: number;
  /** Bytes of messages. */
  readonly size: number;
}

async function readBlock(
  file: RawFile,
  { address, head, size }: Block,
  isV2: boolean,
): Promise<Buffer> {
  if (!isV2) return file.metadata(address + head, size);
  const sealed = await file.metadata(address, head + size + CHECKSUM);
  const isSigned =
    head !== V2_BLOCK_SIGNATURE.length || sealed.toString('latin1', 0, head) === V2_BLOCK_SIGNATURE;
  if (!isSigned || lookup3(sealed.subarray(0, head + size)) !== sealed.readUInt32LE(head + size)) {
    throw new RangeError('a damaged object header');
  }
  return sealed.subarray(head, head + size);
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
  let at = 0;
  let hasNull = false;
  while (at + fieldBytes <= block.length) {
    const type = isV2 ? block.readUInt8(at) : block.readUInt16LE(at);
    const size = block.readUInt16LE(at + (isV2 ? 1 : 2));
    const flags = block.readUInt8(at + (isV2 ? 3 : 4));
    at += fieldBytes;
    const isWhole = at + size <= block.length && (isV2 || size % ALIGNED === 0);
    if (!isWhole) throw new RangeError('a damaged object header');
    hasNull ||= type === NOTHING;
    yield { type, shared: (flags & 2) !== 0, body: block.subarray(at, at + size) };
    at += size;
  }
  // A writer of version 2 leaves a gap, or a message without content, but not both.
  if (isV2 && hasNull && at < block.length) throw new RangeError('a damaged object header');
}

const endless = (): RangeError => new RangeError('an object header without end');
