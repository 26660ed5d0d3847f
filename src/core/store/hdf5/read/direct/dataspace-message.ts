import { FieldReader } from './bytes.ts';

export interface Dataspace {
  /** `[]` for a scalar, null for no values at all. */
  readonly shape: number[] | null;
  /** As the library says it: no limit is the largest number of 64 bits. */
  readonly maxshape: number[] | null;
}

/** Kinds of version 2: one value, an array, none. */
const KIND = { scalar: 0, simple: 1, nothing: 2 } as const;
/** As `maxshape` has the largest number of 64 bits. */
export const UNLIMITED = 2 ** 64;
const MAX_RANK = 32;

/**
 * The dataspace that a message describes (format specification, section IV.A.2.b).
 * @throws RangeError when it is damaged
 */
export function dataspaceOf(body: Buffer): Dataspace {
  const fields = new FieldReader(body);
  const version = fields.u8();
  const rank = fields.u8();
  const flags = fields.u8();
  if ((version !== 1 && version !== 2) || rank > MAX_RANK) throw damaged();
  if (version === 1) fields.skip(5);
  else {
    const kind = fields.u8();
    if (kind > KIND.nothing || (rank > 0 && kind !== KIND.simple)) throw damaged();
    if (kind === KIND.nothing) return { shape: null, maxshape: null };
  }
  const shape = Array.from({ length: rank }, () => fields.u64());
  const maxshape = flags & 1 ? Array.from({ length: rank }, () => fields.u64()) : [...shape];
  // Beyond this they are not exact, and no array is as long.
  if (!shape.every(Number.isSafeInteger)) throw damaged();
  const isLimit = (max: number, axis: number): boolean =>
    max === UNLIMITED || (Number.isSafeInteger(max) && max >= (shape[axis] ?? 0));
  if (!maxshape.every(isLimit)) throw damaged();
  return { shape, maxshape };
}

/** Number of values. */
export const countOf = ({ shape }: Dataspace): number =>
  shape === null || shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, 1);

const damaged = (): RangeError => new RangeError('a damaged dataspace');
