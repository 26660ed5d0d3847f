import { BTreeV2Shape } from '../../btree-v2-shape.ts';
import { addressIn, BlockReader } from './block-reader.ts';
import { readUint } from './bytes.ts';
import type { RawFile } from './raw-file.ts';

const HEADER_BYTES = 38;
/** Signature, version and type in front of a node's records. */
const PREFIX_BYTES = 6;
const CHECKSUM = 4;
/** Deeper than any tree that 64-bit addresses can hold. */
const MAX_DEPTH = 32;

interface Header {
  readonly shape: BTreeV2Shape;
  readonly recordBytes: number;
  readonly depth: number;
  readonly root: number | undefined;
  readonly rootRecords: number;
  /** In the whole tree. */
  readonly records: number;
}

/** Where a record lies: below 0 before what is wanted, 0 in it, above 0 behind it. */
export type Side = (record: Buffer) => number;

interface Search {
  readonly header: Header;
  readonly side: Side;
  readonly found: Buffer[];
  readonly seen: Set<number>;
}

/** A version 2 B-tree (format specification, section III.A.2). */
export class BTreeV2 {
  readonly #blocks: BlockReader;
  readonly #address: number;
  #header: Header | undefined;

  constructor(file: RawFile, address: number) {
    this.#blocks = new BlockReader(file);
    this.#address = address;
  }

  /**
   * The wanted records in their order; only nodes on the way to them are read.
   * @throws RangeError, FileEndsError when the tree is damaged
   */
  async find(side: Side): Promise<Buffer[]> {
    const header = (this.#header ??= await this.#readHeader());
    const { root, rootRecords, depth } = header;
    const found: Buffer[] = [];
    if (root !== undefined) {
      await this.#visit({ header, side, found, seen: new Set() }, root, rootRecords, depth);
    }
    return found;
  }

  /**
   * All records.
   * @param keyOf what they are in the order of: the library searches by it
   * @throws RangeError, FileEndsError when the tree is damaged
   */
  async all(keyOf: (record: Buffer) => number): Promise<Buffer[]> {
    const found = await this.find(() => 0);
    const keys = found.map(keyOf);
    const isInOrder = keys.every((key, i) => i === 0 || (keys[i - 1] ?? 0) <= key);
    if (!isInOrder || found.length !== this.#header?.records) throw damaged();
    return found;
  }

  /** At the cost of the header. @throws RangeError, FileEndsError when it is damaged */
  async isEmpty(): Promise<boolean> {
    const { root, rootRecords } = (this.#header ??= await this.#readHeader());
    return root === undefined || rootRecords === 0;
  }

  /** At the cost of the header. @throws RangeError, FileEndsError when it is damaged */
  async isOneNode(): Promise<boolean> {
    return (this.#header ??= await this.#readHeader()).depth === 0;
  }

  async #visit(search: Search, address: number, count: number, depth: number): Promise<void> {
    const { header, side, found, seen } = search;
    const { shape, recordBytes } = header;
    // No way leads to a node twice, so that a damaged tree ends.
    if (seen.has(address)) throw damaged();
    seen.add(address);
    if (count > shape.nodeMax(depth)) throw damaged();
    const pointerBytes = depth === 0 ? 0 : shape.pointerBytes(depth);
    const pointers = PREFIX_BYTES + count * recordBytes;
    const length = pointers + (depth === 0 ? 0 : (count + 1) * pointerBytes) + CHECKSUM;
    const node = await this.#blocks.read(address, length, depth === 0 ? 'BTLF' : 'BTIN');
    let before = -1;
    for (let i = 0; i <= count; i++) {
      const start = PREFIX_BYTES + i * recordBytes;
      const record = i < count ? node.subarray(start, start + recordBytes) : undefined;
      // Child `i` holds what is between record `i - 1` and record `i`.
      const behind = record === undefined ? 1 : side(record);
      if (depth > 0 && before <= 0 && behind >= 0) {
        const at = pointers + i * pointerBytes;
        const child = addressIn(node, at);
        if (child === undefined) throw damaged();
        const records = readUint(node, at + 8, shape.countWidth);
        await this.#visit(search, child, records, depth - 1);
      }
      if (record !== undefined && behind === 0) found.push(record);
      if (behind > 0) return;
      before = behind;
    }
  }

  async #readHeader(): Promise<Header> {
    const bytes = await this.#blocks.read(this.#address, HEADER_BYTES, 'BTHD');
    const recordBytes = bytes.readUInt16LE(10);
    const depth = bytes.readUInt16LE(12);
    if (recordBytes === 0 || depth > MAX_DEPTH) throw damaged();
    return {
      shape: new BTreeV2Shape(bytes.readUInt32LE(6), recordBytes),
      recordBytes,
      depth,
      root: addressIn(bytes, 16),
      rootRecords: bytes.readUInt16LE(24),
      records: readUint(bytes, 26, 8),
    };
  }
}

const damaged = (): RangeError => new RangeError('a damaged index');
