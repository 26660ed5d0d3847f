import { describe, expect, it } from 'vitest';

import { addressAt, writtenBytes } from '../../../../../test/hdf5/written-bytes.ts';
import { CHUNK_NODE_CHILDREN, writeChunkBTree } from './btree-v1.ts';
import { ChunkIndex } from './chunk-index.ts';

interface Key {
  readonly size: number;
  readonly row: number;
}
interface Node {
  readonly at: number;
  readonly level: number;
  readonly left: number | null;
  readonly right: number | null;
  readonly keys: readonly Key[];
  readonly children: readonly number[];
}

const CHUNK_ROWS = 10;
const RANK = 2;

/** The tree's nodes, level by level from the root, read as the specification says. */
async function levelsOf(chunks: number): Promise<Node[][]> {
  const { bytes, answer: root } = await writtenBytes((file) => {
    const index = new ChunkIndex();
    for (let i = 0; i < chunks; i++) index.push(2 ** 33 + 7 * i, 1000 + i);
    return writeChunkBTree(file, index, CHUNK_ROWS, RANK);
  });
  const levels: Node[][] = [];
  for (let addresses = root === null ? [] : [root]; addresses.length > 0;) {
    const nodes = addresses.map((at) => parse(bytes, at));
    levels.push(nodes);
    addresses = nodes[0]?.level === 0 ? [] : nodes.flatMap(({ children }) => children);
  }
  return levels;
}

function parse(bytes: Buffer, at: number): Node {
  expect(bytes.toString('latin1', at, at + 4)).toBe('TREE');
  expect(bytes[at + 4]).toBe(1);
  const used = bytes.readUInt16LE(at + 6);
  const keys: Key[] = [];
  const children: number[] = [];
  let place = at + 24;
  for (let i = 0; i <= used; i++) {
    const [mask, column, byte] = [4, 16, 24].map((skip) => bytes.readUInt32LE(place + skip));
    expect([mask, column, byte]).toEqual([0, 0, 0]);
    const row = Number(bytes.readBigUInt64LE(place + 8));
    keys.push({ size: bytes.readUInt32LE(place), row });
    if (i < used) children.push(Number(bytes.readBigUInt64LE(place + 32)));
    place += 40;
  }
  const level = bytes.readUInt8(at + 5);
  return {
    at,
    level,
    left: addressAt(bytes, at + 8),
    right: addressAt(bytes, at + 16),
    keys,
    children,
  };
}

describe('the B-tree of chunks', () => {
  it('has no root without chunks', async () => {
    expect(await levelsOf(0)).toEqual([]);
  });

  const full = CHUNK_NODE_CHILDREN;
  it.each([
    [1, [1]],
    [full, [1]],
    [full + 1, [1, 2]],
    [full ** 2, [1, full]],
    [full ** 2 + 1, [1, 2, full + 1]],
  ])('of %i chunks has levels of %j nodes and finds every chunk', async (chunks, widths) => {
    const levels = await levelsOf(chunks);
    expect(levels.map((nodes) => nodes.length)).toEqual(widths);
    levels.forEach((nodes, depth) => {
      for (const [i, node] of nodes.entries()) {
        expect(node.level).toBe(levels.length - 1 - depth);
        expect(node.left).toBe(nodes[i - 1]?.at ?? null);
        expect(node.right).toBe(nodes[i + 1]?.at ?? null);
        const rows = node.keys.map(({ row }) => row);
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
        // A node ends where the next begins, the last one behind the last chunk.
        expect(rows.at(-1)).toBe(nodes[i + 1]?.keys[0]?.row ?? chunks * CHUNK_ROWS);
      }
    });
    const found = (levels.at(-1) ?? []).flatMap(({ keys, children }) =>
      children.map((address, i) => ({ address, ...keys[i] })),
    );
    expect(found).toEqual(
      Array.from({ length: chunks }, (_, i) => ({
        address: 2 ** 33 + 7 * i,
        size: 1000 + i,
        row: i * CHUNK_ROWS,
      })),
    );
  });
});
