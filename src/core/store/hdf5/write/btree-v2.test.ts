import { describe, expect, it } from 'vitest';

import { addressAt, writtenBytes } from '../../../../../test/hdf5/written-bytes.ts';
import { RecordType, writeBTreeV2 } from './btree-v2.ts';
import { lookup3 } from './checksum.ts';

/** Of the index of links: a hash and a heap ID. */
const RECORD_SIZE = 11;
/** (512 - 10) / 11, in one byte. */
const LEAF_MAX = 45;
/** Pointers to leaves have 9 bytes: (512 - 10 - 9) / (11 + 9) records between them. */
const INNER_MAX = 24;

interface Tree {
  readonly depth: number;
  /** In the order of a walk from left to right. */
  readonly records: readonly number[];
}

async function treeOf(count: number): Promise<Tree> {
  const records = Array.from({ length: count }, (_, i) => {
    const record = Buffer.alloc(RECORD_SIZE);
    record.writeUInt32LE(i);
    return record;
  });
  const { bytes, answer: at } = await writtenBytes((file) =>
    writeBTreeV2(file, RecordType.linkName, records, RECORD_SIZE),
  );
  expect(bytes.toString('latin1', at, at + 4)).toBe('BTHD');
  expect(bytes.readUInt32LE(at + 34)).toBe(lookup3(bytes.subarray(at, at + 34)));
  expect(Number(bytes.readBigUInt64LE(at + 26))).toBe(count);
  const depth = bytes.readUInt16LE(at + 12);
  const root = addressAt(bytes, at + 16);
  if (root === null) return { depth, records: [] };
  return { depth, records: walk(bytes, root, bytes.readUInt16LE(at + 24), depth) };
}

function walk(bytes: Buffer, at: number, count: number, depth: number): number[] {
  expect(bytes.toString('latin1', at, at + 4)).toBe(depth === 0 ? 'BTLF' : 'BTIN');
  expect(count).toBeLessThanOrEqual(depth === 0 ? LEAF_MAX : INNER_MAX);
  expect(count).toBeGreaterThan(0);
  const own = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(at + 6 + i * RECORD_SIZE));
  let place = at + 6 + count * RECORD_SIZE;
  const found: number[] = [];
  // Below an inner node the total is counted in two bytes: 45 · 25 + 24 records and more.
  const pointerSize = depth === 1 ? 9 : 11;
  for (let child = 0; depth > 0 && child <= count; child++, place += pointerSize) {
    const address = addressAt(bytes, place);
    if (address === null) throw new Error('a child without an address');
    const below = walk(bytes, address, bytes.readUInt8(place + 8), depth - 1);
    if (depth > 1) expect(bytes.readUInt16LE(place + 9)).toBe(below.length);
    found.push(...below);
    const separator = own[child];
    if (separator !== undefined) found.push(separator);
  }
  expect(bytes.readUInt32LE(place)).toBe(lookup3(bytes.subarray(at, place)));
  return depth === 0 ? own : found;
}

describe('the B-tree of names', () => {
  const second = (INNER_MAX + 1) * LEAF_MAX + INNER_MAX;
  it.each([
    [0, 0],
    [1, 0],
    [LEAF_MAX, 0],
    [LEAF_MAX + 1, 1],
    [second, 1],
    [second + 1, 2],
    [10_000, 2],
  ])('of %i records is %i deep and keeps them in order', async (count, depth) => {
    const tree = await treeOf(count);
    expect(tree.depth).toBe(depth);
    expect(tree.records).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});
