import { inOrder, type ChunkIndex, type StoredChunk } from './chunk-index.ts';
import type { RawFile } from './raw-file.ts';

interface TreeNode {
  readonly level: number;
  readonly children: readonly (StoredChunk & { readonly row: number })[];
  /** First row behind the last child. */
  readonly end: number;
}

interface Search {
  readonly start: number;
  readonly stop: number;
  readonly found: StoredChunk[];
  readonly seen: Set<number>;
}

const NODE_HEADER = 24;
const CHUNK_NODE = 1;
/** Children that HDF5 gives a node by default: one read gets all of it. */
const USUAL_CHILDREN = 64;
const MAX_NODES = 256;

/**
 * The version 1 B-tree of a chunked dataset (format specification, section III.A.1). Only nodes on
 * the way to the wanted rows are read; the ones used last are kept.
 */
export class BTreeIndex implements ChunkIndex {
  readonly #file: RawFile;
  readonly #root: number;
  readonly #chunk: readonly number[];
  readonly #nodes = new Map<number, TreeNode>();

  constructor(file: RawFile, root: number, chunk: readonly number[]) {
    this.#file = file;
    this.#root = root;
    this.#chunk = chunk;
  }

  /**
   * The stored chunks that hold rows of `[start, stop)`, in their order.
   * @throws RangeError, FileEndsError when the tree is damaged
   */
  async find(start: number, stop: number): Promise<StoredChunk[]> {
    const found: StoredChunk[] = [];
    const rows = this.#chunk[0] ?? 1;
    const search = { start: start - (start % rows), stop, found, seen: new Set<number>() };
    await this.#visit(this.#root, undefined, search);
    return inOrder(found);
  }

  async #visit(address: number, level: number | undefined, search: Search): Promise<void> {
    const { start, stop, found, seen } = search;
    // No way leads to a node twice, so that a damaged tree ends.
    if (seen.has(address)) throw new RangeError('a damaged chunk index');
    seen.add(address);
    const node = await this.#node(address);
    if (level !== undefined && node.level !== level) throw new RangeError('a damaged chunk index');
    for (const [i, child] of node.children.entries()) {
      const next = node.children[i + 1]?.row ?? node.end;
      if (child.row >= stop) return;
      if (node.level === 0) {
        if (child.row >= start) found.push(child);
      } else if (next >= start) {
        await this.#visit(child.address, node.level - 1, search);
      }
    }
  }

  async #node(address: number): Promise<TreeNode> {
    const known = this.#nodes.get(address);
    if (known !== undefined) {
      this.#nodes.delete(address);
      this.#nodes.set(address, known);
      return known;
    }
    const node = await this.#read(address);
    this.#nodes.set(address, node);
    for (const [oldest] of this.#nodes) {
      if (this.#nodes.size <= MAX_NODES) break;
      this.#nodes.delete(oldest);
    }
    return node;
  }

  async #read(address: number): Promise<TreeNode> {
    const keyBytes = 8 + 8 * (this.#chunk.length + 1);
    const bytesFor = (children: number) => NODE_HEADER + children * (keyBytes + 8) + keyBytes;
    let bytes = await this.#file.metadataUpTo(address, bytesFor(USUAL_CHILDREN));
    if (bytes.toString('latin1', 0, 4) !== 'TREE' || bytes[4] !== CHUNK_NODE) {
      throw new RangeError('a damaged chunk index');
    }
    const level = bytes.readUInt8(5);
    const count = bytes.readUInt16LE(6);
    if (bytes.length < bytesFor(count)) bytes = await this.#file.metadata(address, bytesFor(count));
    const offset = (key: number, axis: number) =>
      Number(bytes.readBigUInt64LE(NODE_HEADER + key * (keyBytes + 8) + 8 + 8 * axis));
    // A search by these keys, as the library makes it, finds nothing where they are out of order.
    const axes = Array.from({ length: this.#chunk.length + 1 }, (_, axis) => axis);
    for (let key = 0; key < count; key += 1) {
      const apart = axes.find((axis) => offset(key, axis) !== offset(key + 1, axis));
      if (apart === undefined || offset(key, apart) > offset(key + 1, apart)) {
        throw new RangeError('a damaged chunk index');
      }
    }
    const isOnGrid = (key: number): boolean =>
      this.#chunk.every((n, axis) => offset(key, axis) % n === 0);
    const children = Array.from({ length: count }, (_, i) => {
      if (!isOnGrid(i)) throw new RangeError('a damaged chunk index');
      const at = NODE_HEADER + i * (keyBytes + 8);
      return {
        size: bytes.readUInt32LE(at),
        mask: bytes.readUInt32LE(at + 4),
        row: offset(i, 0),
        position: this.#chunk.map((n, axis) => offset(i, axis) / n),
        address: Number(bytes.readBigUInt64LE(at + keyBytes)),
      };
    });
    return { level, children, end: offset(count, 0) };
  }
}
