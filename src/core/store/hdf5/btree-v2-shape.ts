/** Signature, version, type and checksum of a node. */
const NODE_OVERHEAD = 10;
const ADDRESS = 8;

/**
 * Widths and capacities in a version 2 B-tree (specification section III.A.2), which follow from
 * the sizes of its nodes and records; `depth` 0 is a leaf.
 */
export class BTreeV2Shape {
  /** Bytes of the number of records of one node. */
  readonly countWidth: number;
  readonly #nodeSize: number;
  readonly #recordSize: number;
  readonly #leafMax: number;

  constructor(nodeSize: number, recordSize: number) {
    this.#nodeSize = nodeSize;
    this.#recordSize = recordSize;
    this.#leafMax = Math.floor((nodeSize - NODE_OVERHEAD) / recordSize);
    this.countWidth = encodedWidth(this.#leafMax);
  }

  /** Most records in one node of this depth. */
  nodeMax(depth: number): number {
    if (depth === 0) return this.#leafMax;
    const pointer = this.pointerBytes(depth);
    return Math.floor((this.#nodeSize - NODE_OVERHEAD - pointer) / (this.#recordSize + pointer));
  }

  /** Most records in a tree of this depth. */
  capacity(depth: number): number {
    if (depth === 0) return this.#leafMax;
    const records = this.nodeMax(depth);
    return (records + 1) * this.capacity(depth - 1) + records;
  }

  /** Bytes of the number of all records below a pointer to a node of this depth; none for a leaf. */
  totalWidth(depth: number): number {
    return depth === 0 ? 0 : encodedWidth(this.capacity(depth));
  }

  /** Bytes of a pointer to a child in a node of this depth, which is 1 or more. */
  pointerBytes(depth: number): number {
    return ADDRESS + this.countWidth + this.totalWidth(depth - 1);
  }
}

/** Bytes that hold numbers up to `limit`. */
const encodedWidth = (limit: number): number => Math.floor(Math.log2(limit) / 8) + 1;
