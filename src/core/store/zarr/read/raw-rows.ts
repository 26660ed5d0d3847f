import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../../../errors.ts';
import { repeatBytes, swapBytes } from '../../byte-order.ts';
import { allocate, bytesOf, itemSize } from '../../dtype.ts';
import { FileEndsError, readFully } from '../../file-bytes.ts';
import type { NumericBlock } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { chunkFile } from './chunks.ts';
import { fillBytes } from './fill.ts';

/**
 * Rows `[start, stop)` of an array whose chunks are whole rows of bare values, without a byte more
 * than they hold; undefined when its chunks are stored in another way.
 * @throws FileEndsError when a chunk is truncated
 */
export async function readRawRows(
  folder: string,
  meta: ZarrArrayMeta,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<NumericBlock | undefined> {
  const { coding, codecs, shape, chunk } = meta;
  if (coding.kind !== 'fixed' || codecs.length > 0 || meta.shardIndexCodecs !== null) {
    return undefined;
  }
  const isRows = shape.slice(1).every((n, i) => chunk[i + 1] === n);
  const isC = meta.order.every((axis, i) => axis === i);
  const chunkRows = chunk[0];
  if (!isRows || !isC || chunkRows === undefined) return undefined;
  const size = itemSize(coding.dtype);
  const perRow = shape.slice(1).reduce((product, n) => product * n, 1);
  const values = allocate(coding.dtype, (stop - start) * perRow);
  const target = bytesOf(values);
  const rowBytes = perRow * size;
  for (let from = start; from < stop;) {
    throwIfCancelled(signal);
    const index = Math.floor(from / chunkRows);
    const to = Math.min(stop, (index + 1) * chunkRows);
    const part = target.subarray((from - start) * rowBytes, (to - start) * rowBytes);
    const position = [index, ...shape.slice(1).map(() => 0)];
    const inChunk = (from - index * chunkRows) * rowBytes;
    const found = await readPart(
      chunkFile(folder, meta, position),
      part,
      inChunk,
      chunkRows * rowBytes,
    );
    if (!found) {
      const fill = fillBytes(coding.dtype, meta.fill);
      if (coding.bigEndian) swapBytes(fill, size);
      repeatBytes(part, fill);
    }
    from = to;
  }
  if (coding.bigEndian) swapBytes(target, size);
  return { kind: 'numeric', dtype: coding.dtype, values };
}

/** False when there is no such chunk. */
async function readPart(
  file: string,
  target: Uint8Array,
  position: number,
  expected: number,
): Promise<boolean> {
  let handle;
  try {
    handle = await open(file);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return false;
    throw cause;
  }
  try {
    const { size } = await handle.stat();
    if (size !== expected) throw new FileEndsError(size);
    await readFully(handle, target, position);
    return true;
  } finally {
    await handle.close();
  }
}
