import { lookup3 } from '../../write/checksum.ts';
import { addressIn, BlockReader } from './block-reader.ts';
import { BTreeV2 } from './btree-v2.ts';
import { FieldReader, readUint } from './bytes.ts';
import type { RawFile } from './raw-file.ts';

const HEADER_BYTES = 146;
/** Signature, version and the header's address. */
const BLOCK_PREFIX = 13;
const ADDRESS = 8;
const CHECKSUM = 4;
const CHECKSUMMED = 0x02;
const MAX_BLOCKS = 32;
/** What the upper bits of an ID's first byte say. */
const ID = { managed: 0x00, huge: 0x10, tiny: 0x20, kind: 0x30 } as const;
/** An ID longer than this tells the length of a tiny object in two bytes. */
const SHORT_ID = 18;

interface Header {
  readonly idBytes: number;
  readonly isChecksummed: boolean;
  readonly lengthBytes: number;
  readonly hugeIndex: number | undefined;
  readonly width: number;
  readonly startBlock: number;
  /** Rows of direct blocks in an indirect one. */
  readonly directRows: number;
  readonly offsetBytes: number;
  readonly root: number | undefined;
  readonly rows: number;
}

/** The objects of a fractal heap by their IDs (format specification, section III.G). */
export class FractalHeap {
  readonly #file: RawFile;
  readonly #address: number;
  readonly #indirect: BlockReader;
  readonly #direct = new Map<number, Buffer>();
  #header: Header | undefined;

  constructor(file: RawFile, address: number) {
    this.#file = file;
    this.#address = address;
    this.#indirect = new BlockReader(file);
  }

  /** @throws RangeError, FileEndsError when the heap is damaged, or compressed, as none of links and attributes is */
  async object(id: Buffer): Promise<Buffer> {
    const header = (this.#header ??= await this.#readHeader());
    const first = id.readUInt8(0);
    switch (first & ID.kind) {
      case ID.managed: {
        const offset = readUint(id, 1, header.offsetBytes);
        const length = readUint(id, 1 + header.offsetBytes, header.lengthBytes);
        return this.#managed(header, offset, length);
      }
      case ID.huge:
        return this.#huge(header, id);
      case ID.tiny: {
        const isLong = header.idBytes > SHORT_ID;
        const length = 1 + (isLong ? ((first & 0x0f) << 8) | id.readUInt8(1) : first & 0x0f);
        return new FieldReader(id, isLong ? 2 : 1).take(length);
      }
      default:
        throw damaged();
    }
  }

  /**
   * Records that hold IDs, in the order of what they lead to, so that reading it reads each block once.
   * @param at where in a record its ID begins
   * @throws RangeError, FileEndsError when the heap is damaged; UnknownFormatError
   */
  async inOrder(records: readonly Buffer[], at: number): Promise<readonly Buffer[]> {
    const { offsetBytes } = (this.#header ??= await this.#readHeader());
    const places = records.map((record) => {
      const isManaged = (record.readUInt8(at) & ID.kind) === ID.managed;
      return { record, offset: isManaged ? readUint(record, at + 1, offsetBytes) : 0 };
    });
    return places.sort((a, b) => a.offset - b.offset).map(({ record }) => record);
  }

  async #managed(header: Header, offset: number, length: number): Promise<Buffer> {
    if (header.root === undefined) throw damaged();
    const { address, start, size } =
      header.rows === 0
        ? { address: header.root, start: 0, size: header.startBlock }
        : await this.#directBlock(header, header.root, header.rows, 0, offset);
    const at = offset - start;
    if (at + length > size) throw damaged();
    const block = this.#direct.get(address) ?? (await this.#readDirect(header, address, size));
    // A block in the place of another has other objects.
    if (readUint(block, BLOCK_PREFIX, header.offsetBytes) !== start) throw damaged();
    return block.subarray(at, at + length);
  }

  /** Goes down the indirect blocks to the direct one that holds `offset`. */
  async #directBlock(
    header: Header,
    address: number,
    rows: number,
    start: number,
    offset: number,
  ): Promise<{ address: number; start: number; size: number }> {
    const { width, directRows, offsetBytes } = header;
    const prefix = BLOCK_PREFIX + offsetBytes;
    const length = prefix + rows * width * ADDRESS + CHECKSUM;
    const block = await this.#indirect.read(address, length, 'FHIB');
    if (readUint(block, BLOCK_PREFIX, offsetBytes) !== start) throw damaged();
    const row = rowOf(header, offset - start);
    if (row >= rows) throw damaged();
    const size = blockSize(header, row);
    const inRow = Math.floor((offset - start - rowStart(header, row)) / size);
    const child = addressIn(block, prefix + (row * width + inRow) * ADDRESS);
    if (child === undefined) throw damaged();
    const childStart = start + rowStart(header, row) + inRow * size;
    if (row < directRows) return { address: child, start: childStart, size };
    // Smaller each time, so that a damaged heap cannot lead in a circle.
    const childRows = Math.log2(size / (header.startBlock * width)) + 1;
    return this.#directBlock(header, child, childRows, childStart, offset);
  }

  /** A block's checksum is made with zeros in its own place. */
  async #readDirect(header: Header, address: number, size: number): Promise<Buffer> {
    const block = await this.#file.metadata(address, size);
    if (block.toString('latin1', 0, 4) !== 'FHDB') throw damaged();
    if (header.isChecksummed) {
      const at = BLOCK_PREFIX + header.offsetBytes;
      const unsealed = Buffer.from(block).fill(0, at, at + CHECKSUM);
      if (lookup3(unsealed) !== block.readUInt32LE(at)) throw damaged();
    }
    this.#direct.set(address, block);
    for (const [oldest] of this.#direct) {
      if (this.#direct.size <= MAX_BLOCKS) break;
      this.#direct.delete(oldest);
    }
    return block;
  }

  async #huge(header: Header, id: Buffer): Promise<Buffer> {
    if (header.idBytes > 2 * ADDRESS) {
      return this.#file.metadata(readUint(id, 1, ADDRESS), readUint(id, 1 + ADDRESS, ADDRESS));
    }
    if (header.hugeIndex === undefined) throw damaged();
    const key = readUint(id, 1, Math.min(ADDRESS, header.idBytes - 1));
    const tree = new BTreeV2(this.#file, header.hugeIndex);
    const [record] = await tree.find((found) => readUint(found, 2 * ADDRESS, ADDRESS) - key);
    if (record === undefined) throw damaged();
    return this.#file.metadata(readUint(record, 0, ADDRESS), readUint(record, ADDRESS, ADDRESS));
  }

  async #readHeader(): Promise<Header> {
    const bytes = await this.#indirect.read(this.#address, HEADER_BYTES, 'FRHP');
    const fields = new FieldReader(bytes, 5);
    const idBytes = fields.u16();
    if (fields.u16() !== 0) throw new RangeError('a compressed heap');
    const isChecksummed = (fields.u8() & CHECKSUMMED) !== 0;
    const maxManaged = fields.u32();
    const hugeIndex = fields.skip(8).address();
    const width = fields.skip(8 * 10).u16();
    const startBlock = fields.u64();
    const maxDirect = fields.u64();
    const maxBits = fields.u16();
    const root = fields.skip(2).address();
    const rows = fields.u16();
    if (!isPower(startBlock) || !isPower(maxDirect) || !isPower(width)) throw damaged();
    return {
      idBytes,
      isChecksummed,
      lengthBytes: Math.min(widthOf(maxDirect - 1), widthOf(maxManaged)),
      hugeIndex,
      width,
      startBlock,
      directRows: Math.log2(maxDirect / startBlock) + 2,
      offsetBytes: Math.ceil(maxBits / 8),
      root,
      rows,
    };
  }
}

/** Rows 0 and 1 have blocks of one size, which then doubles from row to row. */
const blockSize = ({ startBlock }: Header, row: number): number =>
  startBlock * 2 ** Math.max(0, row - 1);

const rowStart = ({ startBlock, width }: Header, row: number): number =>
  row === 0 ? 0 : width * startBlock * 2 ** (row - 1);

const rowOf = ({ startBlock, width }: Header, offset: number): number =>
  offset < width * startBlock ? 0 : Math.floor(Math.log2(offset / (width * startBlock))) + 1;

/** Bytes that hold numbers up to `limit`. */
const widthOf = (limit: number): number => Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;

const isPower = (n: number): boolean => n >= 1 && Number.isInteger(Math.log2(n));

const damaged = (): RangeError => new RangeError('a damaged heap');
