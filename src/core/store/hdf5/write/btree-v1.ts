import { ByteWriter, type Address } from './byte-writer.ts';
import type { ChunkIndex } from './chunk-index.ts';
import type { OutputFile } from './output-file.ts';

/** Children of a node: twice the K of 32 that a superblock without a K means for chunks. */
export const CHUNK_NODE_CHILDREN = 64;
const NODE_TYPE_CHUNKS = 1;

/**
 * Writes the version 1 B-tree of a dataset's chunks (specification section III.A.1) from the leaves
 * up, level by level: every node is full but the last of its level. The chunks follow each other
 * along the first dimension and span all others.
 * @param chunkRows rows of a chunk
 * @param rank dimensions of the dataset
 * @returns the address of the root, undefined when there is no chunk
 */
export async function writeChunkBTree(
  file: OutputFile,
  chunks: ChunkIndex,
  chunkRows: number,
  rank: number,
): Promise<Address> {
  if (chunks.length === 0) return null;
  const size = nodeSize(rank);
  let firstChild: Address = null;
  let children = chunks.length;
  for (let level = 0, span = 1; ; level++, span *= CHUNK_NODE_CHILDREN) {
    const nodes = Math.ceil(children / CHUNK_NODE_CHILDREN);
    const start = file.reserve(nodes * size);
    const writer = file.sequential(start);
    for (let node = 0; node < nodes; node++) {
      const from = node * CHUNK_NODE_CHILDREN;
      const to = Math.min(children, from + CHUNK_NODE_CHILDREN);
      const bytes = new ByteWriter(size)
        .ascii('TREE')
        .u8(NODE_TYPE_CHUNKS, level)
        .u16(to - from)
        .address(node === 0 ? null : start + (node - 1) * size)
        .address(node === nodes - 1 ? null : start + (node + 1) * size);
      for (let child = from; child < to; child++) {
        const chunk = child * span;
        key(bytes, chunks.sizeAt(chunk), chunk * chunkRows, rank);
        bytes.address(firstChild === null ? chunks.addressAt(chunk) : firstChild + child * size);
      }
      // The last key is the first one of the next node, or lies behind the last chunk.
      const next = to * span;
      const isLast = next >= chunks.length;
      key(bytes, isLast ? 0 : chunks.sizeAt(next), Math.min(next, chunks.length) * chunkRows, rank);
      await writer.write(bytes.padTo(size).bytes());
    }
    await writer.flush();
    if (nodes === 1) return start;
    firstChild = start;
    children = nodes;
  }
}

const keySize = (rank: number): number => 8 + 8 * (rank + 1);
const nodeSize = (rank: number): number =>
  24 + CHUNK_NODE_CHILDREN * (keySize(rank) + 8) + keySize(rank);

/** Stored bytes, no filter skipped, offsets of the chunk's first value; the last is the byte's in it. */
function key(writer: ByteWriter, bytes: number, row: number, rank: number): void {
  writer
    .u32(bytes)
    .u32(0)
    .u64(row)
    .padTo(writer.length + 8 * rank);
}
