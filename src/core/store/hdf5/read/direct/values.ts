import { swapBytes } from '../../../byte-order.ts';
import { blockMemory } from '../../../block-memory.ts';
import { bytesOf, itemSize, type BlockDType } from '../../../dtype.ts';
import type { Block } from '../../../store.ts';
import type { Rows } from '../../../stored-array.ts';
import { Utf8Builder } from '../../../utf8-builder.ts';
import { CHARACTER_BYTES, decodeStart, LONG_TEXT_BYTES } from '../../../utf8-text.ts';
import { dataTypeOf } from '../datatype.ts';
import type { Hdf5Metadata } from '../library.ts';
import { recordLayout } from '../record-layout.ts';
import { appendFixed, textOf } from '../strings.ts';
import { untilNul, VLEN_BYTES, type GlobalHeap } from './global-heap.ts';
import type { DirectReader } from './reader.ts';

/** Strings whose references or characters are in memory at a time. */
const PIECE_STRINGS = 64 * 1024;

/** Bytes of one value in the file; the library counts a string of variable length otherwise. */
export const fileItemBytes = (type: Hdf5Metadata): number =>
  dataTypeOf(type).kind === 'struct'
    ? recordLayout(type, VLEN_BYTES).bytes
    : type.vlen
      ? VLEN_BYTES
      : type.size;

/**
 * Rows `[start, stop)` of `perRow` values each, by a direct reader.
 * @throws Error when the data are damaged
 * @throws CancelledError
 */
export async function readDirectly(
  reader: DirectReader,
  heap: GlobalHeap,
  dtype: BlockDType,
  type: Hdf5Metadata,
  rows: Rows,
  signal: AbortSignal | undefined,
): Promise<Block> {
  const { start, stop, perRow } = rows;
  const count = (stop - start) * perRow;
  if (dtype.kind === 'numeric') {
    const values = blockMemory.take(dtype.name, count);
    const bytes = bytesOf(values);
    await reader.read(bytes, start, stop, signal);
    if (!type.littleEndian) swapBytes(bytes, itemSize(dtype.name));
    return { kind: 'numeric', dtype: dtype.name, values };
  }
  const itemBytes = fileItemBytes(type);
  const strings = new Utf8Builder(count);
  const step = Math.max(1, Math.floor(PIECE_STRINGS / perRow));
  for (let from = start; from < stop; from += step) {
    const to = Math.min(stop, from + step);
    const piece = new Uint8Array((to - from) * perRow * itemBytes);
    await reader.read(piece, from, to, signal);
    if (type.vlen) await heap.appendStrings(piece, strings);
    else appendFixed(strings, piece, 0, piece.length / itemBytes, itemBytes, type.strpad);
  }
  return { kind: 'string', values: textOf(dtype, strings) };
}

/**
 * At least `limit` characters that a long text begins with; undefined where it is short, or not at one
 * place.
 * @throws Error when it is damaged
 * @throws CancelledError
 */
export async function readTextStart(
  reader: DirectReader,
  heap: GlobalHeap,
  type: Hdf5Metadata,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const bytes = limit * CHARACTER_BYTES;
  if (type.vlen) {
    const reference = new Uint8Array(VLEN_BYTES);
    await reader.read(reference, 0, 1, signal);
    const start = await heap.longStart(reference, bytes);
    return start === undefined ? undefined : decodeStart(start);
  }
  // Padding by spaces, too, is a part of what is shown.
  if (type.size <= LONG_TEXT_BYTES) return undefined;
  const start = await reader.start(bytes, signal);
  return start === undefined ? undefined : decodeStart(untilNul(start));
}
