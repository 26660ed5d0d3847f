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
  const header = await file.metadata(address, NODE_HEADER);
  if (header.toString('latin1', 0, 4) !== 'TREE' || header[4] !== GROUP_NODE) throw damaged();
  const own = header.readUInt8(5);
  if (own > MAX_LEVEL || (level !== undefined && own !== level)) throw damaged();
  const count = header.readUInt16LE(6);
  const body = await file.metadata(address + NODE_HEADER, count * (KEY + ADDRESS));
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

/** The entries of one table. */
async function readTable(file: RawFile, address: number): Promise<Buffer> {
  const header = await file.metadata(address, TABLE_HEADER);
  const count = header.readUInt16LE(6);
  // A table that has lost its last entry is taken out of the tree.
  if (header.toString('latin1', 0, 4) !== 'SNOD' || count === 0) throw damaged();
  return file.metadata(address + TABLE_HEADER, count * ENTRY);
}

async function readHeap(file: RawFile, address: number): Promise<Buffer> {
  const header = await file.metadata(address, HEAP_HEADER);
  if (header.toString('latin1', 0, 4) !== 'HEAP') throw damaged();
  const fields = new FieldReader(header, 8);
  const size = fields.u64();
  return file.metadata(fields.skip(8).u64(), size);
}

const textAt = (names: Buffer, start: number): Buffer => new FieldReader(names, start).terminated();

const damaged = (): RangeError => new RangeError('a damaged group');
