import type { NumericArray } from '../../store/dtype.ts';

const INT32_LIMIT = 2 ** 31;

/** The first of some positions along an axis that is not on it; undefined when all are. */
export function firstOutside(positions: NumericArray, length: number): number | bigint | undefined {
  if (positions instanceof Int32Array && areWithin(positions, length)) return undefined;
  for (let k = 0; k < positions.length; k++) {
    const position = positions[k] ?? 0;
    if (position < 0 || position >= length) return position;
  }
  return undefined;
}

/** Without a branch in the loop, which looks at every index of a matrix. */
function areWithin(positions: Int32Array, length: number): boolean {
  const last = Math.min(length, INT32_LIMIT) - 1;
  let signs = 0;
  // One of the two is negative, and so sets the sign, when the position is outside.
  for (let k = 0; k < positions.length; k++) {
    const position = positions[k] ?? 0;
    signs |= position | (last - position);
  }
  return signs >= 0;
}
