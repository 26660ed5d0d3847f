import { ByteWriter } from './byte-writer.ts';

const VERSION = 2;
const SCALAR = 0;
const SIMPLE = 1;
const NULL = 2;

export const NULL_SPACE = new ByteWriter().u8(VERSION, 0, 0, NULL).bytes();

/**
 * A dataspace message (specification section IV.A.2.b) for `shape`, `[]` for a scalar.
 * @param growable the first dimension has no maximum
 */
export function dataspace(shape: readonly number[], growable = false): Uint8Array {
  if (shape.length === 0) return new ByteWriter().u8(VERSION, 0, 0, SCALAR).bytes();
  const writer = new ByteWriter().u8(VERSION, shape.length, growable ? 1 : 0, SIMPLE);
  for (const size of shape) writer.u64(size);
  // An unlimited maximum and an undefined address are written alike.
  if (growable) shape.forEach((size, axis) => writer.address(axis === 0 ? null : size));
  return writer.bytes();
}
