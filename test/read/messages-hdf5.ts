import { lookup3 } from '../../src/core/store/hdf5/write/checksum.ts';

/** A stretch of a file that a checksum may seal. */
export interface Stretch {
  readonly name: string;
  readonly start: number;
  /** First byte behind its head. */
  readonly body: number;
  readonly stop: number;
  /** Makes the checksum right again. */
  readonly seal: (bytes: Buffer) => void;
}

const NAMES: Readonly<Record<number, string>> = {
  0x01: 'dataspace', 0x02: 'link info', 0x03: 'datatype', 0x04: 'old fill value', 0x05: 'fill value',
  0x06: 'link', 0x08: 'layout', 0x0a: 'group info', 0x0b: 'filter pipeline', 0x0c: 'attribute',
  0x10: 'continuation', 0x11: 'symbol table', 0x15: 'attribute info',
}; // prettier-ignore
const CONTINUATION = 0x10;

const sealer =
  (start: number, end: number) =>
  (bytes: Buffer): void => {
    bytes.writeUInt32LE(lookup3(bytes.subarray(start, end)), end);
  };

/** The messages of the object header at `address`, each with what is in front of its body. */
export function messagesAt(bytes: Buffer, address: number): Stretch[] {
  const isV2 = bytes.toString('latin1', address, address + 4) === 'OHDR';
  const found: Stretch[] = [];
  if (!isV2) {
    walk(bytes, address + 16, address + 16 + bytes.readUInt32LE(address + 8), 8, found);
    return found;
  }
  const flags = bytes.readUInt8(address + 5);
  const at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const sizeBytes = 1 << (flags & 3);
  const start = at + sizeBytes;
  const end = start + bytes.readUIntLE(at, sizeBytes);
  walk(bytes, start, end, flags & 4 ? 6 : 4, found, sealer(address, end));
  return found;
}

function walk(
  bytes: Buffer,
  start: number,
  end: number,
  head: number,
  found: Stretch[],
  seal: (bytes: Buffer) => void = () => undefined,
): void {
  const isV2 = head < 8;
  for (let at = start; at + head <= end;) {
    const type = isV2 ? bytes.readUInt8(at) : bytes.readUInt16LE(at);
    const size = bytes.readUInt16LE(at + (isV2 ? 1 : 2));
    const name = NAMES[type];
    if (name !== undefined)
      found.push({ name, start: at, body: at + head, stop: at + head + size, seal });
    if (type === CONTINUATION) {
      const address = Number(bytes.readBigUInt64LE(at + head));
      const stop = address + Number(bytes.readBigUInt64LE(at + head + 8));
      if (isV2) walk(bytes, address + 4, stop - 4, head, found, sealer(address, stop - 4));
      else walk(bytes, address, stop, head, found);
    }
    at += head + size;
  }
}

const HEAP_BLOCK = 'FHDB';
/** Of a heap block that is looked at: its head, and some objects. */
const HEAP_BYTES = 100;

/** The blocks of objects in the heaps of a file, which hold the links and attributes of large groups. */
export function heapBlocks(bytes: Buffer): Stretch[] {
  const found: Stretch[] = [];
  for (let at = -1; (at = bytes.indexOf(HEAP_BLOCK, at + 1, 'latin1')) !== -1;) {
    const start = at;
    const sumOf = (copy: Buffer, size: number, sum: number): number => {
      const unsealed = Buffer.from(copy.subarray(start, start + size));
      return lookup3(unsealed.fill(0, sum, sum + 4));
    };
    for (const size of [512, 1024, 2048, 4096]) {
      for (const sum of [17, 18]) {
        if (sumOf(bytes, size, sum) !== bytes.readUInt32LE(start + sum)) continue;
        const seal = (copy: Buffer): void => {
          copy.writeUInt32LE(sumOf(copy, size, sum), start + sum);
        };
        found.push({ name: 'block of a heap', start, body: start, stop: start + HEAP_BYTES, seal });
      }
    }
  }
  return found;
}
