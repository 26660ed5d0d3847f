import { FieldReader } from './bytes.ts';

/** What is known of the order of creation. */
const ORDER = { tracked: 1, indexed: 2 } as const;

/** Where members are that are too many for an object header. */
export interface DenseStorage {
  readonly heapAddress: number | undefined;
  /** Of the version 2 B-tree by the hashes of their names. */
  readonly index: number | undefined;
}

/**
 * What a link info or an attribute info message has (format specification, sections IV.A.2.c and v).
 * @param orderBytes of the highest number in the order of creation
 * @throws RangeError when it is damaged
 */
export function denseStorage(info: Buffer, orderBytes: 2 | 8): DenseStorage {
  const fields = new FieldReader(info, 1);
  const flags = fields.u8();
  if (flags & ORDER.tracked) fields.skip(orderBytes);
  const found = { heapAddress: fields.address(), index: fields.address() };
  if (flags & ORDER.indexed) fields.skip(8);
  fields.end();
  return found;
}
