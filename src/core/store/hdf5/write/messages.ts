import { ByteWriter, type Address } from './byte-writer.ts';

/** A header message before it gets its envelope (specification section IV.A.2). */
export interface Message {
  readonly type: MessageType;
  readonly body: Uint8Array;
}

export const MessageType = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  fillValue: 0x05,
  link: 0x06,
  layout: 0x08,
  groupInfo: 0x0a,
  filterPipeline: 0x0b,
  attribute: 0x0c,
  attributeInfo: 0x15,
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

/** The size field of a message has two bytes. */
export const MESSAGE_SIZE_MAX = 0xffff;

const UTF8 = 1;

/** Addresses of a dense storage: its fractal heap and the B-tree of its names. */
export interface DenseAddresses {
  readonly heap: Address;
  readonly names: Address;
}

export const NOT_DENSE: DenseAddresses = { heap: null, names: null };

export function linkInfo(dense: DenseAddresses): Message {
  const body = new ByteWriter().u8(0, 0).address(dense.heap).address(dense.names).bytes();
  return { type: MessageType.linkInfo, body };
}

export function attributeInfo(dense: DenseAddresses): Message {
  const body = new ByteWriter().u8(0, 0).address(dense.heap).address(dense.names).bytes();
  return { type: MessageType.attributeInfo, body };
}

/** Library defaults for when to store links densely. */
export const groupInfo = (): Message => ({
  type: MessageType.groupInfo,
  body: new ByteWriter().u8(0, 0).bytes(),
});

/** A hard link to the object header at `target`. */
export function link(name: Uint8Array, target: number): Message {
  const [widthCode, width] =
    name.length < 2 ** 8 ? [0, 1] : name.length < 2 ** 16 ? [1, 2] : [2, 4];
  const charsetStored = 0x10;
  const body = new ByteWriter(name.length + 16)
    .u8(1, charsetStored | widthCode, UTF8)
    .uint(name.length, width)
    .raw(name)
    .u64(target)
    .bytes();
  return { type: MessageType.link, body };
}

export function attribute(
  name: Uint8Array,
  datatype: Uint8Array,
  dataspace: Uint8Array,
  value: Uint8Array,
): Message {
  const body = new ByteWriter(name.length + value.length + 128)
    .u8(3, 0)
    .u16(name.length + 1)
    .u16(datatype.length)
    .u16(dataspace.length)
    .u8(UTF8)
    .raw(name)
    .u8(0)
    .raw(datatype)
    .raw(dataspace)
    .raw(value)
    .bytes();
  return { type: MessageType.attribute, body };
}

/** No fill value of its own, so zeros; space is allocated late or, for chunks, one by one. */
export function fillValue(chunked: boolean): Message {
  const allocation = chunked ? 3 : 2;
  const writtenIfSet = 2 << 2;
  return {
    type: MessageType.fillValue,
    body: new ByteWriter().u8(3, writtenIfSet | allocation).bytes(),
  };
}

export const contiguousLayout = (at: Address, size: number): Message => ({
  type: MessageType.layout,
  body: new ByteWriter().u8(3, 1).address(at).u64(size).bytes(),
});

/** Chunks of `chunk` values of `itemSize` bytes, found by the version 1 B-tree at `index`. */
export function chunkedLayout(index: Address, chunk: readonly number[], itemSize: number): Message {
  const writer = new ByteWriter().u8(3, 2, chunk.length + 1).address(index);
  for (const size of chunk) writer.u32(size);
  return { type: MessageType.layout, body: writer.u32(itemSize).bytes() };
}

const SHUFFLE = 2;
const DEFLATE = 1;
const OPTIONAL = 1;

/** Deflate at `level`, after a shuffle of values of more than one byte. */
export function filterPipeline(level: number, itemSize: number): Message {
  const writer = new ByteWriter().u8(2, itemSize > 1 ? 2 : 1);
  if (itemSize > 1) writer.u16(SHUFFLE).u16(OPTIONAL).u16(1).u32(itemSize);
  writer.u16(DEFLATE).u16(OPTIONAL).u16(1).u32(level);
  return { type: MessageType.filterPipeline, body: writer.bytes() };
}
