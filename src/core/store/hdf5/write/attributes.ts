import { OutputUnwritableError } from '../../../errors.ts';
import type { AttrInput, AttrsInput } from '../../store.ts';
import { Utf8Array } from '../../utf8.ts';
import { ByteWriter } from './byte-writer.ts';
import { dataspace } from './dataspace.ts';
import { numericType, STRING_TYPE, type Datatype } from './datatype.ts';
import { fitsCompact, writeDenseAttributes, type NamedMessage } from './dense.ts';
import type { GlobalHeap } from './global-heap.ts';
import { attribute, attributeInfo, NOT_DENSE, type Message } from './messages.ts';
import type { OutputFile } from './output-file.ts';

/** The size field of a name has two bytes and counts the closing NUL. */
const NAME_MAX = 0xfffe;

/**
 * Writes what attributes keep outside of their object's header.
 * @param elem path of the object, for errors
 * @returns the messages for the header
 * @throws OutputUnwritableError
 */
export async function writeAttributes(
  file: OutputFile,
  heap: GlobalHeap,
  attrs: AttrsInput,
  elem: string,
): Promise<readonly Message[]> {
  const encoded: NamedMessage[] = [];
  for (const [key, input] of Object.entries(attrs)) {
    const name = Buffer.from(key);
    if (name.length > NAME_MAX || name.includes(0)) {
      const reason = `HDF5 cannot hold an attribute of this name: ${key.slice(0, 80)}`;
      throw new OutputUnwritableError({ path: file.path, elem, reason });
    }
    const value = encode(input);
    if (value === null) {
      const reason = `attribute ${key} is no whole number below 2⁵³`;
      throw new OutputUnwritableError({ path: file.path, elem, reason });
    }
    const bytes = value.bytes instanceof Utf8Array ? await heap.store(value.bytes) : value.bytes;
    const message = attribute(name, value.datatype.message, dataspace(value.shape), bytes);
    encoded.push({ name, message });
  }
  if (encoded.length === 0) return [];
  if (!fitsCompact(encoded)) return [attributeInfo(await writeDenseAttributes(file, encoded))];
  // Without the info message the library counts no attributes, and copies none.
  return [attributeInfo(NOT_DENSE), ...encoded.map(({ message }) => message)];
}

interface AttributeValue {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array | Utf8Array;
}

function encode(input: AttrInput): AttributeValue | null {
  if (typeof input === 'string') {
    return { datatype: STRING_TYPE, shape: [], bytes: Utf8Array.from([input]) };
  }
  if (typeof input === 'boolean') {
    return { datatype: numericType('bool'), shape: [], bytes: Uint8Array.of(input ? 1 : 0) };
  }
  if (typeof input === 'number') {
    if (!Number.isSafeInteger(input)) return null;
    const bytes = new ByteWriter().i64(BigInt(input)).bytes();
    return { datatype: numericType('int64'), shape: [], bytes };
  }
  if (input instanceof BigInt64Array) {
    const bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    return { datatype: numericType('int64'), shape: [input.length], bytes };
  }
  return { datatype: STRING_TYPE, shape: [input.length], bytes: Utf8Array.from(input) };
}
