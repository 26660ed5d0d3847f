import { lookup3 } from '../../write/checksum.ts';
import { BTreeV2 } from './btree-v2.ts';
import { FieldReader } from './bytes.ts';
import { denseStorage } from './dense-storage.ts';
import { FractalHeap } from './fractal-heap.ts';
import { MESSAGE, type HeaderMessage } from './object-header.ts';
import type { RawFile } from './raw-file.ts';
import { findSymbol, hasSymbols, symbolTableLinks } from './symbol-table.ts';
import { UnknownFormatError } from './unknown-format.ts';

/** What a name in a group leads to. */
export type Link =
  /** The object header's address. */
  | { readonly kind: 'hard'; readonly address: number }
  | { readonly kind: 'soft'; readonly target: Buffer }
  | { readonly kind: 'external' };

/** Links by their names' bytes, as latin1 text: a name need not be UTF-8. */
export type Links = ReadonlyMap<string, Link>;

/** Of the order of creation in a link info message. */
const ORDER_BYTES = 8;
const KIND = { hard: 0, soft: 1, external: 64 } as const;
/** The heap's ID in a record, behind the name's hash. */
const RECORD_ID = 4;

export const isGroup = (messages: readonly HeaderMessage[]): boolean =>
  messages.some(({ type }) => type === MESSAGE.symbolTable || type === MESSAGE.linkInfo);

/**
 * All links of the group whose object header holds `messages`: a symbol table, or link messages in
 * the header itself or in a heap (format specification, sections III.A.1 and IV.A.2.c, g, r).
 * @throws RangeError, FileEndsError when they are damaged; UnknownFormatError
 */
export async function linksOf(file: RawFile, messages: readonly HeaderMessage[]): Promise<Links> {
  const links = new Map<string, Link>();
  for (const { type, body } of messages) {
    switch (type) {
      case MESSAGE.symbolTable: {
        const fields = new FieldReader(body);
        await symbolTableLinks(file, fields.u64(), fields.u64(), links);
        break;
      }
      case MESSAGE.link:
        addLink(links, body);
        break;
      case MESSAGE.linkInfo: {
        const { heapAddress, index } = denseStorage(body, ORDER_BYTES);
        if (heapAddress === undefined || index === undefined) break;
        const heap = new FractalHeap(file, heapAddress);
        const records = await new BTreeV2(file, index).all(hashOf);
        await addRecords(links, heap, records);
      }
    }
  }
  return links;
}

async function addRecords(
  links: Map<string, Link>,
  heap: FractalHeap,
  records: readonly Buffer[],
): Promise<void> {
  for (const record of await heap.inOrder(records, RECORD_ID)) {
    const name = addLink(links, await heap.object(record.subarray(RECORD_ID)));
    // The library finds a name by its hash alone.
    if (lookup3(name) !== hashOf(record)) throw damaged();
  }
}

/**
 * The link of a name, where it takes reading far less than all links of a large group to find it;
 * undefined otherwise, and where there is none.
 * @throws RangeError, FileEndsError when they are damaged; UnknownFormatError
 */
export async function findLink(
  file: RawFile,
  messages: readonly HeaderMessage[],
  name: string,
): Promise<Link | undefined> {
  for (const { type, body } of messages) {
    if (type === MESSAGE.symbolTable) {
      const fields = new FieldReader(body);
      return findSymbol(file, fields.u64(), fields.u64(), name);
    }
    if (type !== MESSAGE.linkInfo) continue;
    const { heapAddress, index } = denseStorage(body, ORDER_BYTES);
    if (heapAddress === undefined || index === undefined) return undefined;
    const tree = new BTreeV2(file, index);
    if (await tree.isOneNode()) return undefined;
    const hash = lookup3(Buffer.from(name, 'latin1'));
    const links = new Map<string, Link>();
    const records = await tree.find((record) => hashOf(record) - hash);
    await addRecords(links, new FractalHeap(file, heapAddress), records);
    return links.get(name);
  }
  return undefined;
}

/**
 * Whether that group has links, at a cost that does not grow with their number.
 * @throws RangeError, FileEndsError when they are damaged
 */
export async function hasLinks(
  file: RawFile,
  messages: readonly HeaderMessage[],
): Promise<boolean> {
  for (const { type, body } of messages) {
    switch (type) {
      case MESSAGE.symbolTable:
        if (await hasSymbols(file, new FieldReader(body).u64())) return true;
        break;
      case MESSAGE.link:
        return true;
      case MESSAGE.linkInfo: {
        const { index } = denseStorage(body, ORDER_BYTES);
        if (index !== undefined && !(await new BTreeV2(file, index).isEmpty())) return true;
      }
    }
  }
  return false;
}

const hashOf = (record: Buffer): number => record.readUInt32LE(0);

/** @returns the bytes of its name, which no other link has */
function addLink(links: Map<string, Link>, body: Buffer): Buffer {
  const fields = new FieldReader(body);
  if (fields.u8() !== 1) throw damaged();
  const flags = fields.u8();
  const kind = flags & 0x08 ? fields.u8() : KIND.hard;
  if (flags & 0x04) fields.skip(8);
  if (flags & 0x10) fields.skip(1);
  const bytes = fields.take(fields.uint(1 << (flags & 3)));
  const name = bytes.toString('latin1');
  if (links.has(name) || name === '' || bytes.includes(0)) throw damaged();
  switch (kind) {
    case KIND.hard:
      links.set(name, { kind: 'hard', address: fields.u64() });
      break;
    case KIND.soft:
      links.set(name, { kind: 'soft', target: fields.take(fields.u16()) });
      break;
    case KIND.external:
      fields.take(fields.u16());
      links.set(name, { kind: 'external' });
      break;
    default:
      throw new UnknownFormatError('a link of a user');
  }
  fields.end();
  return bytes;
}

const damaged = (): RangeError => new RangeError('a damaged group');
