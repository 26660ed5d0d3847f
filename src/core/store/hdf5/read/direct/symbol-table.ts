import { FieldReader } from './bytes.ts';
import type { Link } from './links.ts';
import type { RawFile } from './raw-file.ts';
import { UnknownFormatError } from './unknown-format.ts';

const NODE_HEADER = 24;
const KEY = 8;
const ADDRESS = 8;
const GROUP_NODE = 0;
const TABLE_HEADER = 8;
const ENTRY = 40;
const HEAP_HEADER = 32;
/** What an entry's scratch space caches. */
const CACHED = { nothing: 0, group: 1, softLink: 2 } as const;
/** Deeper than any tree that 64-bit addresses can hold. */
const MAX_LEVEL = 32;
/** Names longer than this are rare. */
const MOST_NAME_BYTES = 256;

/**
 * Adds the links of a group of the old form: a version 1 B-tree of symbol tables, with the names in
 * a local heap (format specification, sections III.A.1, III.B and III.D).
 * @throws RangeError, FileEndsError when they are damaged; UnknownFormatError
 */
export async function symbolTableLinks(
  file: RawFile,
  tree: number,
  heap: number,
  links: Map<string, Link>,
): Promise<void> {
  const names = await readHeap(file, heap);
  let before = '';
  await visit(file, tree, undefined, new Set(), async (table) => {
    const bytes = await readTable(file, table);
    for (let at = 0; at < bytes.length; at += ENTRY) {
      const fields = new FieldReader(bytes, at);
      const name = textAt(names, fields.u64()).toString('latin1');
      // The library looks names up by their order: it would not find them. None is empty.
      if (name <= before) throw damaged();
      before = name;
      const address = fields.u64();
      const cached = fields.u32();
      if (cached === CACHED.softLink) {
        links.set(name, { kind: 'soft', target: textAt(names, fields.skip(4).u32()) });
      } else if (cached === CACHED.nothing || cached === CACHED.group) {
        links.set(name, { kind: 'hard', address });
      } else {
        throw new UnknownFormatError('this symbol table');
      }
    }
    return true;
  });
}

/**
 * The link of a name in such a group, if its tree has several levels and it leads to an object at once;
 * undefined otherwise, and where the tree does not lead to it.
 * @param name its bytes as latin1 text
 * @throws RangeError, FileEndsError when they are damaged
 */
export async function findSymbol(
  file: RawFile,
  tree: number,
  heap: number,
  name: string,
): Promise<Link | undefined> {
  const names = await heapData(file, heap);
  const nameAt = async (start: number): Promise<string> => {
    if (start >= names.size) throw damaged();
    // With room for its end, and all of the heap where a name is longer than most.
    const length = Math.min(MOST_NAME_BYTES, names.size - start);
    const bytes = await file.metadata(names.address + start, length);
    const end = bytes.indexOf(0);
    if (end >= 0) return bytes.toString('latin1', 0, end);
    return textAt(await file.metadata(names.address, names.size), start).toString('latin1');
  };
  let address = tree;
  for (let level: number | undefined; level !== 0;) {
    const node = await readNode(file, address, level === undefined ? undefined : level - 1);
    if (level === undefined && node.level === 0) return undefined;
    level = node.level;
    // Child `i` holds the names behind key `i` up to key `i + 1`.
    let first = 0;
    let last = node.count;
    while (first < last) {
      const middle = (first + last) >> 1;
      const key = new FieldReader(node.body, (middle + 1) * (KEY + ADDRESS)).u64();
      if ((await nameAt(key)) < name) first = middle + 1;
      else last = middle;
    }
    if (first === node.count) return undefined;
    address = new FieldReader(node.body, first * (KEY + ADDRESS) + KEY).u64();
  }
  const table = await readTable(file, address);
  for (let at = 0; at < table.length; at += ENTRY) {
    const fields = new FieldReader(table, at);
    if ((await nameAt(fields.u64())) !== name) continue;
    const object = fields.u64();
    const cached = fields.u32();
    const isHard = cached === CACHED.nothing || cached === CACHED.group;
    return isHard ? { kind: 'hard', address: object } : undefined;
  }
  return undefined;
}

/** Whether the tree of such a group leads to a link. @throws RangeError, FileEndsError */
export async function hasSymbols(file: RawFile, tree: number): Promise<boolean> {
  return !(await visit(file, tree, undefined, new Set(), async (table) => {
    await readTable(file, table);
    return false;
  }));
}

/** Calls `use` with the address of each table, until it is false: then that is the result. */
async function visit(
  file: RawFile,
  address: number,
  level: number | undefined,
  seen: Set<number>,
  use: (table: number) => Promise<boolean>,
): Promise<boolean> {
  const { level: own, count, body } = await readNode(file, address, level);
  for (let i = 0; i < count; i++) {
    const child = new FieldReader(body, i * (KEY + ADDRESS) + KEY).u64();
    // No way leads to a node twice, so that a damaged tree ends.
    if (seen.has(child)) throw damaged();
    seen.add(child);
    const goesOn = own === 0 ? await use(child) : await visit(file, child, own - 1, seen, use);
    if (!goesOn) return false;
  }
  return true;
}

interface TreeNode {
  readonly level: number;
  readonly count: number;
  /** Keys and children in turn, with a key at the end. */
  readonly body: Buffer;
}

/** @param level that it must have, where that is known */
async function readNode(
  file: RawFile,
  address: number,
  level: number | undefined,
): Promise<TreeNode> {
  const header = await file.metadata(address, NODE_HEADER);
  if (header.toString('latin1', 0, 4) !== 'TREE' || header[4] !== GROUP_NODE) throw damaged();
  const own = header.readUInt8(5);
  if (own > MAX_LEVEL || (level !== undefined && own !== level)) throw damaged();
  const count = header.readUInt16LE(6);
  const body = await file.metadata(address + NODE_HEADER, count * (KEY + ADDRESS) + KEY);
  return { level: own, count, body };
}

/** The entries of one table. */
async function readTable(file: RawFile, address: number): Promise<Buffer> {
  const header = await file.metadata(address, TABLE_HEADER);
  const count = header.readUInt16LE(6);
  // A table that has lost its last entry is taken out of the tree.
  if (header.toString('latin1', 0, 4) !== 'SNOD' || count === 0) throw damaged();
  return file.metadata(address + TABLE_HEADER, count * ENTRY);
}

async function readHeap(file: RawFile, address: number): Promise<Buffer> {
  const data = await heapData(file, address);
  return file.metadata(data.address, data.size);
}

/** Where the names of a local heap are. */
async function heapData(file: RawFile, address: number) {
  const header = await file.metadata(address, HEAP_HEADER);
  if (header.toString('latin1', 0, 4) !== 'HEAP') throw damaged();
  const fields = new FieldReader(header, 8);
  const size = fields.u64();
  return { size, address: fields.skip(8).u64() };
}

const textAt = (names: Buffer, start: number): Buffer => new FieldReader(names, start).terminated();

const damaged = (): RangeError => new RangeError('a damaged group');
