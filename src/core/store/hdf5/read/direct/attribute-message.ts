import { FieldReader } from './bytes.ts';
import { BTreeV2 } from './btree-v2.ts';
import { countOf, dataspaceOf, type Dataspace } from './dataspace-message.ts';
import { datatypeOf, type FileType } from './datatype-message.ts';
import { FractalHeap } from './fractal-heap.ts';
import { MESSAGE, type HeaderMessage } from './object-header.ts';
import type { RawFile } from './raw-file.ts';
import { sharedBody } from './shared-message.ts';
import { UnknownFormatError } from './unknown-format.ts';

export interface FileAttribute {
  readonly name: string;
  readonly type: FileType;
  readonly space: Dataspace;
  /** As the file has them, in C order. */
  readonly bytes: Buffer;
}

const SHARED = { datatype: 1, dataspace: 2 } as const;
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

async function inHeap(file: RawFile, info: Buffer): Promise<Buffer[]> {
  const fields = new FieldReader(info, 1);
  const hasOrder = (fields.u8() & 1) !== 0;
  if (hasOrder) fields.skip(2);
  const heapAddress = fields.address();
  const index = fields.address();
  if (heapAddress === undefined || index === undefined) return [];
  const heap = new FractalHeap(file, heapAddress);
  const bodies: Buffer[] = [];
  for (const record of await new BTreeV2(file, index).all(hashOf)) {
    if (record.readUInt8(RECORD_ID) & 2) throw new UnknownFormatError('a shared attribute');
    bodies.push(await heap.object(record.subarray(0, RECORD_ID)));
  }
  return bodies;
}

async function attributeOf(file: RawFile, body: Buffer): Promise<FileAttribute> {
  const fields = new FieldReader(body);
  const version = fields.u8();
  if (version < 1 || version > 3) throw new UnknownFormatError('this attribute');
  const flags = version === 1 ? fields.u8() & 0 : fields.u8();
  const sizes = [fields.u16(), fields.u16(), fields.u16()] as const;
  if (version === 3) fields.skip(1);
  const [name, typeBody, spaceBody] = sizes.map((size) => {
    const bytes = fields.take(size);
    if (version === 1) fields.skip(-size & 7);
    return bytes;
  });
  if (name === undefined || typeBody === undefined || spaceBody === undefined) {
    throw new RangeError('a damaged attribute');
  }
  const type = datatypeOf(
    flags & SHARED.datatype ? await sharedBody(file, MESSAGE.datatype, typeBody) : typeBody,
  );
  const space = dataspaceOf(
    flags & SHARED.dataspace ? await sharedBody(file, MESSAGE.dataspace, spaceBody) : spaceBody,
  );
  const bytes = fields.take(countOf(space) * type.size);
  return { name: new FieldReader(name).terminated().toString(), type, space, bytes };
}
