import type { NumericArray } from '../../store/dtype.ts';

/**
 * Values as unsigned integers of the same bits, `per` of them a value, so that one kernel moves
 * every dtype exactly (no BigInt objects, no change of NaN payloads).
 */
export interface Lanes {
  readonly at: Uint8Array | Uint16Array | Uint32Array;
  readonly per: 1 | 2;
}

export function lanesOf(values: NumericArray): Lanes {
  const { buffer, byteOffset, byteLength } = values;
  switch (values.BYTES_PER_ELEMENT) {
    case 1:
      return { at: new Uint8Array(buffer, byteOffset, byteLength), per: 1 };
    case 2:
      return { at: new Uint16Array(buffer, byteOffset, byteLength / 2), per: 1 };
    case 4:
      return { at: new Uint32Array(buffer, byteOffset, byteLength / 4), per: 1 };
    default:
      return { at: new Uint32Array(buffer, byteOffset, byteLength / 4), per: 2 };
  }
}

/** `to[i] = from[j]`, for values of one dtype. */
export function move(to: Lanes, i: number, from: Lanes, j: number): void {
  if (to.per === 1) {
    to.at[i] = from.at[j] ?? 0;
    return;
  }
  to.at[2 * i] = from.at[2 * j] ?? 0;
  to.at[2 * i + 1] = from.at[2 * j + 1] ?? 0;
}
