import { FieldReader } from './bytes.ts';
import { UnknownFormatError } from './unknown-format.ts';

export interface Dataspace {
  /** `[]` for a scalar, null for no values at all. */
  readonly shape: number[] | null;
  /** As the library says it: no limit is the largest number of 64 bits. */
  readonly maxshape: number[] | null;
}

const NULL = 2;
const MAX_RANK = 32;

/**
 * The dataspace that a message describes (format specification, section IV.A.2.b).
 * @throws RangeError when it is damaged, UnknownFormatError
 */
export function dataspaceOf(body: Buffer): Dataspace {
  const fields = new FieldReader(body);
  const version = fields.u8();
  if (version !== 1 && version !== 2) throw new UnknownFormatError('this dataspace');
  const rank = fields.u8();
  const flags = fields.u8();
  if (rank > MAX_RANK) throw new RangeError('a damaged dataspace');
  if (version === 1) fields.skip(5);
  else if (fields.u8() === NULL) return { shape: null, maxshape: null };
  const shape = Array.from({ length: rank }, () => fields.u64());
  const maxshape = flags & 1 ? Array.from({ length: rank }, () => fields.u64()) : [...shape];
  // Beyond this they are not exact, and no array is as long.
  if (!shape.every(Number.isSafeInteger)) throw new RangeError('a damaged dataspace');
  return { shape, maxshape };
}

/** Number of values. */
export const countOf = ({ shape }: Dataspace): number =>
  shape === null || shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, 1);
