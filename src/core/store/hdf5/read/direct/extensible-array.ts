import { addressIn, BlockReader } from './block-reader.ts';
import { isSet, slice } from './fixed-array.ts';
import type { Elements } from './grid-index.ts';
import type { RawFile } from './raw-file.ts';

const HEADER_BYTES = 72;
/** Signature, version, client and the header's address. */
const PREFIX_BYTES = 14;
const ADDRESS = 8;
const CHECKSUM = 4;

interface Header {
  readonly itemBytes: number;
  /** Bytes of a block's offset in the array. */
  readonly offsetBytes: number;
  /** Elements in the index block itself. */
  readonly direct: number;
  readonly minItems: number;
  readonly pageItems: number;
  /** Super blocks whose data blocks the index block points to by itself. */
  readonly flat: number;
  readonly supers: number;
  readonly block: number | undefined;
}

/** Where an element lies: the super block's number, and the data block in it. */
interface Place {
  readonly superBlock: number;
  readonly dataBlock: number;
  readonly dataBlocks: number;
  readonly index: number;
  readonly items: number;
}

/** An extensible array (format specification, section VII.D): chunks of a dataset that can grow. */
export class ExtensibleArray implements Elements {
  readonly #blocks: BlockReader;
  readonly #address: number;
  #header: Header | undefined;

  constructor(file: RawFile, address: number) {
    this.#blocks = new BlockReader(file);
    this.#address = address;
  }

  async element(index: number): Promise<Buffer | undefined> {
    const header = (this.#header ??= await this.#readHeader());
    if (header.block === undefined) return undefined;
    const { itemBytes, direct, flat, supers } = header;
    const flatBlocks = 2 * (2 ** (flat / 2) - 1);
    const blockBytes =
      PREFIX_BYTES + direct * itemBytes + (flatBlocks + supers - flat) * ADDRESS + CHECKSUM;
    const block = await this.#blocks.read(header.block, blockBytes, 'EAIB');
    if (index < direct) return slice(block, PREFIX_BYTES + index * itemBytes, itemBytes);
    const place = placeOf(header, index - direct);
    const addresses = PREFIX_BYTES + direct * itemBytes;
    if (place.superBlock < flat) {
      const before = blocksBefore(place.superBlock);
      const dataBlock = addressIn(block, addresses + (before + place.dataBlock) * ADDRESS);
      return dataBlock === undefined ? undefined : this.#inDataBlock(header, dataBlock, place);
    }
    const at = addresses + (flatBlocks + place.superBlock - flat) * ADDRESS;
    const superBlock = addressIn(block, at);
    return superBlock === undefined ? undefined : this.#inSuperBlock(header, superBlock, place);
  }

  async #inSuperBlock(header: Header, address: number, place: Place): Promise<Buffer | undefined> {
    const pages = pagesOf(header, place);
    const bitmapBytes = Math.ceil(pages / 8);
    const start = PREFIX_BYTES + header.offsetBytes;
    const addresses = start + bitmapBytes * place.dataBlocks;
    const length = addresses + place.dataBlocks * ADDRESS + CHECKSUM;
    const block = await this.#blocks.read(address, length, 'EASB');
    const dataBlock = addressIn(block, addresses + place.dataBlock * ADDRESS);
    if (dataBlock === undefined) return undefined;
    const page = Math.floor(place.index / header.pageItems);
    if (pages > 0 && !isSet(block, start + bitmapBytes * place.dataBlock, page)) return undefined;
    return this.#inDataBlock(header, dataBlock, place);
  }

  async #inDataBlock(header: Header, address: number, place: Place): Promise<Buffer> {
    const { itemBytes, offsetBytes, pageItems } = header;
    const start = PREFIX_BYTES + offsetBytes;
    if (pagesOf(header, place) === 0) {
      const length = start + place.items * itemBytes + CHECKSUM;
      const block = await this.#blocks.read(address, length, 'EADB');
      return slice(block, start + place.index * itemBytes, itemBytes);
    }
    const page = Math.floor(place.index / pageItems);
    const pageBytes = pageItems * itemBytes + CHECKSUM;
    const bytes = await this.#blocks.read(
      address + start + CHECKSUM + page * pageBytes,
      pageBytes,
      '',
    );
    return slice(bytes, (place.index % pageItems) * itemBytes, itemBytes);
  }

  async #readHeader(): Promise<Header> {
    const bytes = await this.#blocks.read(this.#address, HEADER_BYTES, 'EAHD');
    const maxBits = bytes.readUInt8(7);
    const minItems = bytes.readUInt8(9);
    return {
      itemBytes: bytes.readUInt8(6),
      offsetBytes: Math.ceil(maxBits / 8),
      direct: bytes.readUInt8(8),
      minItems,
      pageItems: 2 ** bytes.readUInt8(11),
      flat: 2 * Math.log2(bytes.readUInt8(10)),
      supers: 1 + maxBits - Math.log2(minItems),
      block: addressIn(bytes, 60),
    };
  }
}

/** Super block `s` has 2^floor(s/2) data blocks of minItems · 2^ceil(s/2) elements. */
function placeOf({ minItems, supers }: Header, index: number): Place {
  const superBlock = Math.floor(Math.log2(index / minItems + 1));
  if (!(superBlock < supers)) throw new RangeError('a damaged chunk index');
  const inSuper = index - minItems * (2 ** superBlock - 1);
  const items = minItems * 2 ** Math.ceil(superBlock / 2);
  return {
    superBlock,
    dataBlock: Math.floor(inSuper / items),
    dataBlocks: 2 ** Math.floor(superBlock / 2),
    index: inSuper % items,
    items,
  };
}

/** Data blocks in the super blocks before this one. */
function blocksBefore(superBlock: number): number {
  let count = 0;
  for (let s = 0; s < superBlock; s++) count += 2 ** Math.floor(s / 2);
  return count;
}

const pagesOf = ({ pageItems }: Header, { items }: Place): number =>
  items > pageItems ? items / pageItems : 0;
