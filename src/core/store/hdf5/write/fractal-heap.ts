import { RecordType, writeBTreeV2 } from './btree-v2.ts';
import { ByteWriter, type Address } from './byte-writer.ts';
import { checksummed, lookup3 } from './checksum.ts';
import type { OutputFile } from './output-file.ts';

/** What differs between the heaps of links and of attributes. */
export interface HeapKind {
  /** Bytes of an object's ID. */
  readonly idSize: number;
  /** Bits of the heap's address space. */
  readonly addressBits: number;
  readonly minBlock: number;
}
export const LINK_HEAP: HeapKind = { idSize: 7, addressBits: 32, minBlock: 512 };
export const ATTRIBUTE_HEAP: HeapKind = { idSize: 8, addressBits: 40, minBlock: 1024 };

const CHECKSUMMED_BLOCKS = 0x02;
/** Larger objects lie outside of the heap's blocks, as with the library. */
const MANAGED_MAX = 4096;
const MANAGED_LENGTH_WIDTH = 2;
const BLOCK_MAX = 64 * 1024;
const TABLE_WIDTH = 4;
const HUGE = 0x10;
const HUGE_RECORD_SIZE = 24;

export interface WrittenHeap {
  readonly at: number;
  /** Of the objects, in their order. */
  readonly ids: readonly Uint8Array[];
}

/**
 * Writes a fractal heap (specification section III.G). All managed objects lie in one direct block,
 * the root, whose size is chosen so that they fit; huge ones are found through a B-tree.
 */
export async function writeFractalHeap(
  file: OutputFile,
  kind: HeapKind,
  objects: readonly Uint8Array[],
): Promise<WrittenHeap> {
  const headerAt = file.reserve(HEADER_SIZE);
  const block = new DirectBlock(kind, headerAt);
  const huge: Uint8Array[] = [];
  const ids: Uint8Array[] = [];
  let hugeBytes = 0;
  for (const object of objects) {
    if (object.length <= MANAGED_MAX) {
      ids.push(block.put(object));
      continue;
    }
    const id = huge.length + 1;
    hugeBytes += object.length;
    const at = await file.append(object);
    huge.push(new ByteWriter().u64(at).u64(object.length).u64(id).bytes());
    ids.push(
      new ByteWriter()
        .u8(HUGE)
        .uint(id, kind.idSize - 1)
        .bytes(),
    );
  }
  const hugeIndex =
    huge.length === 0
      ? null
      : await writeBTreeV2(file, RecordType.hugeObject, huge, HUGE_RECORD_SIZE);
  const root: Address = block.count === 0 ? null : await file.append(block.seal());
  const header = new ByteWriter()
    .ascii('FRHP')
    .u8(0)
    .u16(kind.idSize)
    .u16(0)
    .u8(CHECKSUMMED_BLOCKS)
    .u32(MANAGED_MAX)
    .u64(huge.length)
    .address(hugeIndex)
    .u64(root === null ? 0 : block.size - block.used)
    .address(null)
    .u64(root === null ? 0 : block.size)
    .u64(root === null ? 0 : block.size)
    .u64(root === null ? 0 : block.size)
    .u64(block.count)
    .u64(hugeBytes)
    .u64(huge.length)
    .u64(0)
    .u64(0)
    .u16(TABLE_WIDTH)
    .u64(block.size)
    .u64(Math.max(BLOCK_MAX, block.size))
    .u16(kind.addressBits)
    .u16(1)
    .address(root)
    .u16(0);
  await file.writeAt(headerAt, checksummed(header));
  return { at: headerAt, ids };
}

const HEADER_SIZE = 146;

/** The heap's root block, being filled from behind its header on. */
class DirectBlock {
  readonly #kind: HeapKind;
  readonly #headerAt: number;
  readonly #writer: ByteWriter;
  #count = 0;

  constructor(kind: HeapKind, headerAt: number) {
    this.#kind = kind;
    this.#headerAt = headerAt;
    this.#writer = new ByteWriter(kind.minBlock).padTo(this.#checksumAt + 4);
  }

  get count(): number {
    return this.#count;
  }

  get used(): number {
    return this.#writer.length;
  }

  /** A power of two. */
  get size(): number {
    return Math.max(this.#kind.minBlock, 2 ** Math.ceil(Math.log2(this.used)));
  }

  /** Answers the ID: where the object is in the heap, and its length. */
  put(object: Uint8Array): Uint8Array {
    const offset = this.#writer.length;
    this.#writer.raw(object);
    this.#count += 1;
    return new ByteWriter()
      .u8(0)
      .uint(offset, this.#kind.addressBits / 8)
      .uint(object.length, MANAGED_LENGTH_WIDTH)
      .bytes();
  }

  /** The block's bytes; its checksum is made with a zero in its own place. */
  seal(): Uint8Array {
    const block = this.#writer.padTo(this.size).bytes();
    const head = new ByteWriter().ascii('FHDB').u8(0).u64(this.#headerAt).bytes();
    block.set(head);
    block.set(new ByteWriter().u32(lookup3(block)).bytes(), this.#checksumAt);
    return block;
  }

  /** Behind signature, version, address of the heap's header and the block's offset, which is 0. */
  get #checksumAt(): number {
    return 13 + this.#kind.addressBits / 8;
  }
}
