import { BTreeV2Shape } from '../btree-v2-shape.ts';
import { ByteWriter, type Address } from './byte-writer.ts';
import { checksummed } from './checksum.ts';
import type { OutputFile } from './output-file.ts';

/** Record types (specification section III.A.2). */
export const RecordType = { hugeObject: 1, linkName: 5, attributeName: 8 } as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** As the library makes them. */
const NODE_SIZE = 512;
const SPLIT_PERCENT = 100;
const MERGE_PERCENT = 40;

/**
 * Writes a version 2 B-tree of records of one size, which come in their order. Records are spread
 * evenly over the nodes.
 * @returns the address of its header
 */
export async function writeBTreeV2(
  file: OutputFile,
  type: RecordType,
  records: readonly Uint8Array[],
  recordSize: number,
): Promise<number> {
  const shape = new BTreeV2Shape(NODE_SIZE, recordSize);
  let depth = 0;
  while (records.length > shape.capacity(depth)) depth += 1;
  const root = records.length === 0 ? null : await writeNode(file, type, shape, records, depth);
  const header = new ByteWriter()
    .ascii('BTHD')
    .u8(0, type)
    .u32(NODE_SIZE)
    .u16(recordSize)
    .u16(depth)
    .u8(SPLIT_PERCENT, MERGE_PERCENT)
    .address(root?.at ?? null)
    .u16(root?.records ?? 0)
    .u64(records.length);
  return file.append(checksummed(header));
}

interface WrittenNode {
  readonly at: Address;
  /** In the node itself. */
  readonly records: number;
}

async function writeNode(
  file: OutputFile,
  type: RecordType,
  shape: BTreeV2Shape,
  records: readonly Uint8Array[],
  depth: number,
): Promise<WrittenNode> {
  const node = new ByteWriter(NODE_SIZE).ascii(depth === 0 ? 'BTLF' : 'BTIN').u8(0, type);
  if (depth === 0) {
    for (const record of records) node.raw(record);
    const at = await file.append(padded(checksummed(node)));
    return { at, records: records.length };
  }
  // A child takes the records up to the next separator, which stays in this node.
  const children = Math.ceil((records.length + 1) / (shape.capacity(depth - 1) + 1));
  const pointers = new ByteWriter();
  for (let child = 0; child < children; child++) {
    const from = separator(records.length, children, child) + 1;
    const to = separator(records.length, children, child + 1);
    const written = await writeNode(file, type, shape, records.slice(from, to), depth - 1);
    pointers.address(written.at).uint(written.records, shape.countWidth);
    pointers.uint(to - from, shape.totalWidth(depth - 1));
    const next = records[to];
    if (next !== undefined) node.raw(next);
  }
  const at = await file.append(padded(checksummed(node.raw(pointers.bytes()))));
  return { at, records: children - 1 };
}

/** Position of the separator behind child `child - 1`: -1 before the first, `count` after the last. */
const separator = (count: number, children: number, child: number): number =>
  Math.round(((count + 1) * child) / children) - 1;

const padded = (node: Uint8Array): Uint8Array =>
  new ByteWriter(NODE_SIZE).raw(node).padTo(NODE_SIZE).bytes();
