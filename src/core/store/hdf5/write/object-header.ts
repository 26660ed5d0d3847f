import { ByteWriter } from './byte-writer.ts';
import { checksummed } from './checksum.ts';
import { MessageType, type Message } from './messages.ts';

/** The size of the only chunk has four bytes; no times, no attribute order. */
const CHUNK_SIZE_WIDTH_4 = 0x02;
const CONSTANT = 0x01;

/**
 * A version 2 object header (specification section IV.A.1.b) in one chunk. The order of its messages
 * is free; attributes go first because pyfive reads some bytes beyond their info message.
 */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const size = messages.reduce((sum, { body }) => sum + 4 + body.length, 0);
  const writer = new ByteWriter(size + 16).ascii('OHDR').u8(2, CHUNK_SIZE_WIDTH_4).u32(size);
  for (const { type, body } of messages) {
    writer
      .u8(type)
      .u16(body.length)
      .u8(isConstant(type) ? CONSTANT : 0)
      .raw(body);
  }
  return checksummed(writer);
}

/** What the library marks as never changing in the life of an object. */
const isConstant = (type: MessageType): boolean =>
  type === MessageType.datatype ||
  type === MessageType.fillValue ||
  type === MessageType.groupInfo ||
  type === MessageType.filterPipeline;
