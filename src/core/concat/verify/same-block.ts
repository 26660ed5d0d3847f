import { blockDType, plainValues, type PlainValues } from '../../store/block.ts';
import { bytesOf, dtypeName } from '../../store/dtype.ts';
import type { ValuesBlock } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';

/** Position of the first value that differs, bit by bit; null where there is none. */
export function firstDifference(expected: ValuesBlock, found: ValuesBlock): number | null {
  if (dtypeName(blockDType(expected)) !== dtypeName(blockDType(found))) return 0;
  const others = plainValues(found);
  const positions = plainValues(expected).flatMap((values, i) => {
    const other = others[i];
    const position = other === undefined ? 0 : firstUnlike(values, other);
    return position === null ? [] : [Math.floor(position / values.each)];
  });
  return positions.length === 0 ? null : Math.min(...positions);
}

function firstUnlike({ values: mine }: PlainValues, { values: theirs }: PlainValues) {
  if (mine instanceof Utf8Array || theirs instanceof Utf8Array) {
    if (!(mine instanceof Utf8Array && theirs instanceof Utf8Array)) return 0;
    const length = Math.max(mine.length, theirs.length);
    for (let i = 0; i < length; i++) {
      if (Buffer.compare(mine.slice(i), theirs.slice(i)) !== 0) return i;
    }
    return null;
  }
  const [a, b] = [bytesOf(mine), bytesOf(theirs)];
  if (Buffer.compare(a, b) === 0) return null;
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return Math.floor((at < 0 ? a.length : at) / mine.BYTES_PER_ELEMENT);
}
