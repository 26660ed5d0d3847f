import { throwIfCancelled } from '../../../errors.ts';
import { blockMemory } from '../../block-memory.ts';
import { repeatBytes, swapBytes } from '../../byte-order.ts';
import { bytesOf, itemSize } from '../../dtype.ts';
import { FileEndsError } from '../../file-bytes.ts';
import type { NumericBlock } from '../../store.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { chunkKey } from './chunks.ts';
import { fillBytes } from './fill.ts';
import { keyOf, type ZarrSource } from './source/source.ts';

/** Chunks up to this size are read whole where a small part costs as much. */
const WHOLE_CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * Rows `[start, stop)` of an array whose chunks are whole rows of bare values, without a byte more
 * than they hold; undefined when its chunks are stored in another way.
 * @param path of the array in its source
 * @throws FileEndsError when a chunk is truncated
 */
export async function readRawRows(
  source: ZarrSource,
  path: string,
  meta: ZarrArrayMeta,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<NumericBlock | undefined> {
  const { coding, codecs, shape, chunk } = meta;
  if (coding.kind !== 'fixed' || codecs.length > 0 || meta.shards.length > 0) return undefined;
  const isRows = shape.slice(1).every((n, i) => chunk[i + 1] === n);
  const isC = meta.order.every((axis, i) => axis === i);
  const chunkRows = chunk[0];
  if (!isRows || !isC || chunkRows === undefined) return undefined;
  const size = itemSize(coding.dtype);
  const perRow = shape.slice(1).reduce((product, n) => product * n, 1);
  const rowBytes = perRow * size;
  const chunkBytes = chunkRows * rowBytes;
  if (!source.hasCheapRanges && chunkBytes <= WHOLE_CHUNK_BYTES) return undefined;
  const values = blockMemory.take(coding.dtype, (stop - start) * perRow);
  const target = bytesOf(values);
  for (let from = start; from < stop;) {
    throwIfCancelled(signal);
    const index = Math.floor(from / chunkRows);
    const to = Math.min(stop, (index + 1) * chunkRows);
    const part = target.subarray((from - start) * rowBytes, (to - start) * rowBytes);
    const position = [index, ...shape.slice(1).map(() => 0)];
    const range = { offset: (from - index * chunkRows) * rowBytes, length: part.length };
    const found = await source.getRange(keyOf(path, chunkKey(meta, position)), range, signal);
    if (found === undefined) {
      const fill = fillBytes(coding.dtype, meta.fill);
      if (coding.bigEndian) swapBytes(fill, size);
      repeatBytes(part, fill);
    } else if (found.total === chunkBytes) {
      part.set(found.bytes);
    } else {
      throw new FileEndsError(found.total);
    }
    from = to;
  }
  if (coding.bigEndian) swapBytes(target, size);
  return { kind: 'numeric', dtype: coding.dtype, values };
}
