import { lookup3 } from '../../write/checksum.ts';
import type { RawFile } from './raw-file.ts';

const CHECKSUM = 4;
const MAX_BLOCKS = 32;

/** Reads blocks of metadata that end with their checksum, and keeps the ones used last. */
export class BlockReader {
  readonly #file: RawFile;
  readonly #blocks = new Map<number, Buffer>();

  constructor(file: RawFile) {
    this.#file = file;
  }

  /**
   * `length` bytes at `address`, a checksum included.
   * @param signature that the block begins with; '' for pages, which have none
   * @throws RangeError, FileEndsError when it is damaged
   */
  async read(address: number, length: number, signature: string): Promise<Buffer> {
    const isSigned = (block: Buffer): boolean =>
      block.toString('latin1', 0, signature.length) === signature;
    const known = this.#blocks.get(address);
    // Blocks that lie over each other are damage.
    if (known !== undefined && (known.length !== length || !isSigned(known))) throw damaged();
    if (known !== undefined) return known;
    const block = await this.#file.metadata(address, length);
    const sum = block.readUInt32LE(length - CHECKSUM);
    if (lookup3(block.subarray(0, length - CHECKSUM)) !== sum || !isSigned(block)) throw damaged();
    this.#blocks.set(address, block);
    for (const [oldest] of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
    return block;
  }
}

/** An address in a block; undefined when nothing was allocated. */
export function addressIn(block: Buffer, at: number): number | undefined {
  const address = block.readBigUInt64LE(at);
  return address === 2n ** 64n - 1n ? undefined : Number(address);
}

const damaged = (): RangeError => new RangeError('damaged metadata');
