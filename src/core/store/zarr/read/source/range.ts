import { FileEndsError } from '../../../file-bytes.ts';
import type { ByteRange } from './source.ts';

/**
 * Where a range lies in `total` bytes.
 * @throws FileEndsError when it is not within them
 */
export function resolveRange(
  range: ByteRange,
  total: number,
): { readonly offset: number; readonly length: number } {
  const length = 'suffix' in range ? range.suffix : range.length;
  const offset = 'suffix' in range ? total - length : range.offset;
  if (offset < 0 || offset + length > total) throw new FileEndsError(total);
  return { offset, length };
}
