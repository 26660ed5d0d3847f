import { swapBytes } from '../../../byte-order.ts';
import { itemSize } from '../../../dtype.ts';
import type { Attrs, AttrValue } from '../../../store.ts';
import { Utf8Builder } from '../../../utf8-builder.ts';
import { attrType, defineAttr, nest, numbersOf } from '../attr-value.ts';
import { appendFixed, attrTextOf } from '../strings.ts';
import { attributesOf, type FileAttribute } from './attribute-message.ts';
import { countOf } from './dataspace-message.ts';
import type { DirectFile } from './file.ts';
import { wholeType } from './datatype-message.ts';
import type { HeaderMessage } from './object-header.ts';

const REFERENCE_BYTES = 8;

/**
 * The attributes of the object whose header holds `messages`, without the library; the same kinds
 * are left out as there.
 * @throws RangeError, FileEndsError when they are damaged; UnknownFormatError
 */
export async function readAttrsDirectly(
  direct: DirectFile,
  messages: readonly HeaderMessage[],
): Promise<Attrs> {
  const attrs: Record<string, AttrValue> = {};
  const names = new Set<string>();
  for (const attribute of await attributesOf(direct.file, messages)) {
    // Of two of one name a reader would see but one.
    if (names.has(attribute.name)) throw new RangeError('an attribute is there twice');
    names.add(attribute.name);
    const value = await valueOf(direct, attribute);
    if (value !== undefined) defineAttr(attrs, attribute.name, value);
  }
  return attrs;
}

async function valueOf(
  direct: DirectFile,
  attribute: FileAttribute,
): Promise<AttrValue | undefined> {
  if (attribute.space.shape === null) return null;
  const flat = await flatOf(direct, attribute);
  return flat === undefined ? undefined : nest(flat, attribute.space.shape);
}

/** All values of an attribute in C order, undefined when they are of a kind that we leave out. */
async function flatOf(
  { heap, names }: DirectFile,
  { name, type, space, bytes }: FileAttribute,
): Promise<AttrValue[] | undefined> {
  const dtype = attrType(name, wholeType(type));
  if (dtype === undefined) return undefined;
  const count = countOf(space);
  if (dtype.kind === 'numeric') {
    const values = Uint8Array.from(bytes);
    if (!type.littleEndian) swapBytes(values, itemSize(dtype.name));
    return numbersOf(dtype.name, values);
  }
  if (dtype.kind === 'string') {
    const strings = new Utf8Builder(count);
    if (type.vlen) await heap.appendStrings(bytes, strings);
    else appendFixed(strings, bytes, 0, count, type.size, type.strpad);
    return attrTextOf(name, dtype, strings);
  }
  if (type.size !== REFERENCE_BYTES) return undefined;
  const paths: AttrValue[] = [];
  for (let at = 0; at < bytes.length; at += REFERENCE_BYTES) {
    const address = Number(bytes.readBigUInt64LE(at));
    paths.push(address === 0 ? null : await names.pathOf(address));
  }
  return paths;
}
