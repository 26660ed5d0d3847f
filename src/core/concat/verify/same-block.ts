import { bytesOf } from '../../store/dtype.ts';
import type { Block } from '../../store/store.ts';

/** Position of the first value that differs, bit by bit; null where there is none. */
export function firstDifference(expected: Block, found: Block): number | null {
  if (expected.kind === 'string') {
    if (found.kind !== 'string') return 0;
    const [a, b] = [expected.values, found.values];
    const length = Math.max(a.length, b.length);
    for (let i = 0; i < length; i++) if (Buffer.compare(a.slice(i), b.slice(i)) !== 0) return i;
    return null;
  }
  if (found.kind !== 'numeric' || found.dtype !== expected.dtype) return 0;
  const [a, b] = [bytesOf(expected.values), bytesOf(found.values)];
  if (Buffer.compare(a, b) === 0) return null;
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return Math.floor((at < 0 ? a.length : at) / expected.values.BYTES_PER_ELEMENT);
}
