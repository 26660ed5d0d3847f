import { lookup3 } from '../../write/checksum.ts';
import { FieldReader } from './bytes.ts';
import { BTreeV2 } from './btree-v2.ts';
import { countOf, dataspaceOf, type Dataspace } from './dataspace-message.ts';
import { datatypeOf, type FileType } from './datatype-message.ts';
import { denseStorage } from './dense-storage.ts';
import { FractalHeap } from './fractal-heap.ts';
import { MESSAGE, type HeaderMessage } from './object-header.ts';
import type { RawFile } from './raw-file.ts';
import { sharedBody } from './shared-message.ts';
import { UnknownFormatError } from './unknown-format.ts';
import { utf8Of } from './utf8-name.ts';

export interface FileAttribute {
  readonly name: string;
  readonly type: FileType;
  readonly space: Dataspace;
  /** As the file has them, in C order. */
  readonly bytes: Buffer;
}

const SHARED = { datatype: 1, dataspace: 2, all: 3 } as const;
/** Of the order of creation in an attribute info message. */
const ORDER_BYTES = 2;
/** The heap's ID in a record, in front of the message's flags. */
const RECORD_ID = 8;
/** The name's hash, behind the message's flags and its place in the order of creation. */
const hashOf = (record: Buffer): number => record.readUInt32LE(RECORD_ID + 5);

/**
 * The attributes of the object whose header holds `messages`, which are in it or in a heap (format
 * specification, sections IV.A.2.m and v).
 * @throws RangeError, FileEndsError when they are damaged; UnknownFormatError
 */
export async function attributesOf(
  file: RawFile,
  messages: readonly HeaderMessage[],
): Promise<FileAttribute[]> {
  const bodies: Buffer[] = [];
  for (const { type, shared, body } of messages) {
    if (type === MESSAGE.attribute) {
      if (shared) throw new UnknownFormatError('a shared attribute');
      bodies.push(body);
    } else if (type === MESSAGE.attributeInfo) {
      bodies.push(...(await inHeap(file, body)));
    }
  }
  return Promise.all(bodies.map((body) => attributeOf(file, body)));
}

/**
 * How many attributes that object has, of whatever form.
 * @throws RangeError, FileEndsError when they are damaged
 */
export async function attributeCount(
  file: RawFile,
  messages: readonly HeaderMessage[],
): Promise<number> {
  let count = 0;
  for (const { type, body } of messages) {
    if (type === MESSAGE.attribute) count += 1;
    else if (type === MESSAGE.attributeInfo) count += (await recordsIn(file, body)).length;
  }
  return count;
}

/** What the index says of attributes in a heap. */
async function recordsIn(file: RawFile, info: Buffer): Promise<Buffer[]> {
  const { heapAddress, index } = denseStorage(info, ORDER_BYTES);
  if (heapAddress === undefined || index === undefined) return [];
  return new BTreeV2(file, index).all(hashOf);
}

async function inHeap(file: RawFile, info: Buffer): Promise<Buffer[]> {
  const { heapAddress } = denseStorage(info, ORDER_BYTES);
  if (heapAddress === undefined) return [];
  const heap = new FractalHeap(file, heapAddress);
  const bodies: Buffer[] = [];
  for (const record of await recordsIn(file, info)) {
    if (record.readUInt8(RECORD_ID) & 2) throw new UnknownFormatError('a shared attribute');
    const body = await heap.object(record.subarray(0, RECORD_ID));
    // The library finds a name by its hash alone.
    if (lookup3(partsOf(body).name) !== hashOf(record)) throw damaged();
    bodies.push(body);
  }
  return bodies;
}

interface Parts {
  readonly flags: number;
  readonly name: Buffer;
  readonly typeBody: Buffer;
  readonly spaceBody: Buffer;
  /** Of the values, which are last. */
  readonly fields: FieldReader;
}

/** @throws RangeError */
function partsOf(body: Buffer): Parts {
  const fields = new FieldReader(body);
  const version = fields.u8();
  const flags = version === 1 ? fields.u8() & 0 : fields.u8();
  if (version < 1 || version > 3 || flags > SHARED.all) throw damaged();
  const sizes = [fields.u16(), fields.u16(), fields.u16()] as const;
  if (version === 3) fields.skip(1);
  const take = (size: number): Buffer => {
    const bytes = fields.take(size);
    if (version === 1) fields.skip(-size & 7);
    return bytes;
  };
  const [terminated, typeBody, spaceBody] = [take(sizes[0]), take(sizes[1]), take(sizes[2])];
  const name = new FieldReader(terminated).terminated();
  // The library looks for a name that ends where it says.
  if (name.length !== terminated.length - 1) throw damaged();
  return { flags, name, typeBody, spaceBody, fields };
}

async function attributeOf(file: RawFile, body: Buffer): Promise<FileAttribute> {
  const { flags, name: nameBytes, typeBody, spaceBody, fields } = partsOf(body);
  const name = utf8Of(nameBytes.toString('latin1'));
  if (name === null) throw damaged();
  const type = datatypeOf(
    flags & SHARED.datatype ? await sharedBody(file, MESSAGE.datatype, typeBody) : typeBody,
  );
  const space = dataspaceOf(
    flags & SHARED.dataspace ? await sharedBody(file, MESSAGE.dataspace, spaceBody) : spaceBody,
  );
  const bytes = fields.take(countOf(space) * type.size);
  fields.end();
  return { name, type, space, bytes };
}

const damaged = (): RangeError => new RangeError('a damaged attribute');
