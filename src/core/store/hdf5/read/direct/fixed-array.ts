import { addressIn, BlockReader } from './block-reader.ts';
import type { Elements } from './grid-index.ts';
import type { RawFile } from './raw-file.ts';

const HEADER_BYTES = 28;
/** Signature, version, client and the header's address in front of a data block's elements. */
const PREFIX_BYTES = 14;
const CHECKSUM = 4;

interface Header {
  readonly itemBytes: number;
  readonly pageItems: number;
  readonly items: number;
  readonly block: number | undefined;
}

/** A fixed array (format specification, section VII.C): chunks of a dataset that cannot grow. */
export class FixedArray implements Elements {
  readonly #blocks: BlockReader;
  readonly #address: number;
  #header: Header | undefined;

  constructor(file: RawFile, address: number) {
    this.#blocks = new BlockReader(file);
    this.#address = address;
  }

  async element(index: number): Promise<Buffer | undefined> {
    const { itemBytes, pageItems, items, block } = (this.#header ??= await this.#readHeader());
    if (index >= items) throw new RangeError('a damaged chunk index');
    if (block === undefined) return undefined;
    if (items <= pageItems) {
      const bytes = await this.#blocks.read(
        block,
        PREFIX_BYTES + items * itemBytes + CHECKSUM,
        'FADB',
      );
      return slice(bytes, PREFIX_BYTES + index * itemBytes, itemBytes);
    }
    const pages = Math.ceil(items / pageItems);
    const prefixBytes = PREFIX_BYTES + Math.ceil(pages / 8) + CHECKSUM;
    const prefix = await this.#blocks.read(block, prefixBytes, 'FADB');
    const page = Math.floor(index / pageItems);
    if (!isSet(prefix, PREFIX_BYTES, page)) return undefined;
    const pageBytes = pageItems * itemBytes + CHECKSUM;
    const inPage = Math.min(pageItems, items - page * pageItems);
    const bytes = await this.#blocks.read(
      block + prefixBytes + page * pageBytes,
      inPage * itemBytes + CHECKSUM,
      '',
    );
    return slice(bytes, (index - page * pageItems) * itemBytes, itemBytes);
  }

  async #readHeader(): Promise<Header> {
    const bytes = await this.#blocks.read(this.#address, HEADER_BYTES, 'FAHD');
    return {
      itemBytes: bytes.readUInt8(6),
      pageItems: 2 ** bytes.readUInt8(7),
      items: Number(bytes.readBigUInt64LE(8)),
      block: addressIn(bytes, 16),
    };
  }
}

export const slice = (bytes: Buffer, start: number, length: number): Buffer =>
  bytes.subarray(start, start + length);

/** Bit `index` of a bitmap, whose first bit is the highest of its first byte. */
export const isSet = (bytes: Buffer, start: number, index: number): boolean =>
  ((bytes[start + Math.floor(index / 8)] ?? 0) & (0x80 >> (index % 8))) !== 0;
