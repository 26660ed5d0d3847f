import { RecordType, writeBTreeV2 } from './btree-v2.ts';
import { ByteWriter } from './byte-writer.ts';
import { lookup3 } from './checksum.ts';
import { ATTRIBUTE_HEAP, LINK_HEAP, writeFractalHeap, type HeapKind } from './fractal-heap.ts';
import { MESSAGE_SIZE_MAX, type DenseAddresses, type Message } from './messages.ts';
import type { OutputFile } from './output-file.ts';

/** A link or attribute message with its name. */
export interface NamedMessage {
  readonly name: Uint8Array;
  readonly message: Message;
}

/** More than these, or one that fits in no header, are stored densely, as with the library. */
const COMPACT_MAX = 8;

export const fitsCompact = (members: readonly NamedMessage[]): boolean =>
  members.length <= COMPACT_MAX &&
  members.every(({ message }) => message.body.length <= MESSAGE_SIZE_MAX);

export const writeDenseLinks = (
  file: OutputFile,
  links: readonly NamedMessage[],
): Promise<DenseAddresses> =>
  writeDense(file, links, LINK_HEAP, {
    type: RecordType.linkName,
    size: 11,
    encode: (id, hash) => new ByteWriter().u32(hash).raw(id).bytes(),
  });

export const writeDenseAttributes = (
  file: OutputFile,
  attributes: readonly NamedMessage[],
): Promise<DenseAddresses> =>
  writeDense(file, attributes, ATTRIBUTE_HEAP, {
    type: RecordType.attributeName,
    size: 17,
    encode: (id, hash, order) => new ByteWriter().raw(id).u8(0).u32(order).u32(hash).bytes(),
  });

interface NameRecord {
  readonly type: RecordType;
  readonly size: number;
  readonly encode: (id: Uint8Array, hash: number, order: number) => Uint8Array;
}

/** The messages in a fractal heap, found by the hash of their names, then by the names. */
async function writeDense(
  file: OutputFile,
  members: readonly NamedMessage[],
  kind: HeapKind,
  record: NameRecord,
): Promise<DenseAddresses> {
  const { at, ids } = await writeFractalHeap(
    file,
    kind,
    members.map(({ message }) => message.body),
  );
  const entries = ids.map((id, order) => {
    const name = members[order]?.name ?? new Uint8Array();
    const hash = lookup3(name);
    return { name, hash, record: record.encode(id, hash, order) };
  });
  entries.sort((a, b) => a.hash - b.hash || Buffer.compare(a.name, b.name));
  const names = await writeBTreeV2(
    file,
    record.type,
    entries.map((entry) => entry.record),
    record.size,
  );
  return { heap: at, names };
}
