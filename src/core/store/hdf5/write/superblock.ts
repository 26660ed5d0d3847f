import { ByteWriter } from './byte-writer.ts';
import { checksummed } from './checksum.ts';

export const SUPERBLOCK_SIZE = 48;

/**
 * A version 2 superblock (specification section II.B).
 * @param end bytes of the file
 * @param root address of the root group's object header
 */
export function superblock(end: number, root: number): Uint8Array {
  const writer = new ByteWriter()
    .ascii('\x89HDF\r\n\x1a\n')
    .u8(2, 8, 8, 0)
    .u64(0)
    .address(null)
    .u64(end)
    .u64(root);
  return checksummed(writer);
}
