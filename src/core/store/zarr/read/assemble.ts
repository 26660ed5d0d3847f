import { blockMemory } from '../../block-memory.ts';
import { copyOverlap, forEachRun, overlap, positions, strides } from '../../box.ts';
import { repeatBytes, swapBytes } from '../../byte-order.ts';
import type { DecodedChunk } from '../../chunk-cache.ts';
import { bytesOf, itemSize } from '../../dtype.ts';
import { inFlight } from '../../in-flight.ts';
import type { NumericBlock } from '../../store.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import type { Utf8Array } from '../../utf8.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import type { FixedCoding } from './coding.ts';
import { fillBytes, fillString } from './fill.ts';

/**
 * Gives the chunk at a position, undefined when nothing is stored there. `stop` is the last row that
 * this read wants.
 */
export type Grid = (position: readonly number[], stop: number) => Promise<DecodedChunk | undefined>;

/** Decoded chunks in the air at a time. */
const LANES = 4;
const LANE_BYTES = 4 * 1024 * 1024;

/** Rows `[start, stop)` of numbers. */
export async function assembleNumeric(
  meta: ZarrArrayMeta,
  coding: FixedCoding,
  grid: Grid,
  start: number,
  stop: number,
): Promise<NumericBlock> {
  const size = itemSize(coding.dtype);
  const values = blockMemory.take(coding.dtype, product(blockShape(meta, start, stop)));
  const target = bytesOf(values);
  const fill = fillBytes(coding.dtype, meta.fill);
  if (coding.bigEndian) swapBytes(fill, size);
  await assembleBytes(meta, fill, grid, { start, stop, target });
  if (coding.bigEndian) swapBytes(target, size);
  return { kind: 'numeric', dtype: coding.dtype, values };
}

const blockShape = (meta: ZarrArrayMeta, start: number, stop: number): readonly number[] => [
  stop - start,
  ...meta.shape.slice(1),
];

/**
 * Fills `target` with rows `[start, stop)` of values of one size, as they are stored.
 * @param fill one value, which stands where nothing is stored
 */
export async function assembleBytes(
  meta: ZarrArrayMeta,
  fill: Uint8Array,
  grid: Grid,
  rows: { readonly start: number; readonly stop: number; readonly target: Uint8Array },
): Promise<void> {
  const { start, stop, target } = rows;
  const { shape, chunk } = asVector(meta);
  const size = fill.length;
  const sourceStrides = chunkStrides(meta, chunk);
  const targetStrides = strides(blockShape(meta, start, stop));
  const lanes = Math.max(1, Math.min(LANES, Math.floor(LANE_BYTES / (product(chunk) * size))));
  await inFlight(positions(shape, chunk, start, stop), lanes, async (position) => {
    const part = overlap(shape, chunk, sourceStrides, position, start, stop);
    if (part === undefined) return;
    const found = await grid(meta.shape.length === 0 ? [] : position, stop);
    if (found?.kind === 'bytes') {
      copyOverlap(part, found.bytes, sourceStrides, target, targetStrides, size);
    } else {
      forEachRun(part, sourceStrides, targetStrides, (_from, to, length) => {
        repeatBytes(target.subarray(to * size, (to + length) * size), fill);
      });
    }
  });
}

/** Rows `[start, stop)` of strings. */
export async function assembleStrings(
  meta: ZarrArrayMeta,
  grid: Grid,
  start: number,
  stop: number,
): Promise<Utf8Array> {
  const { shape, chunk } = asVector(meta);
  if (shape.length === 1) return assembleVector(meta, grid, start, stop);
  const extents = blockShape(meta, start, stop);
  const count = product(extents);
  const fill = fillString(meta);
  const sourceStrides = chunkStrides(meta, chunk);
  const targetStrides = strides(extents);
  /** Which string of which chunk goes where. */
  const sources: Utf8Array[] = [fill];
  const sourceOf = new Uint32Array(count);
  const indexOf = new Uint32Array(count);
  for (const position of positions(shape, chunk, start, stop)) {
    const part = overlap(shape, chunk, sourceStrides, position, start, stop);
    if (part === undefined) continue;
    const found = await grid(position, stop);
    if (found?.kind !== 'strings') continue;
    const source = sources.push(found.strings) - 1;
    forEachRun(part, sourceStrides, targetStrides, (from, to, length, step) => {
      for (let i = 0; i < length; i++) {
        sourceOf[to + i] = source;
        indexOf[to + i] = from + i * step;
      }
    });
  }
  const strings = new Utf8Builder(count);
  for (let i = 0; i < count; i++) {
    const { bytes, offsets } = sources[sourceOf[i] ?? 0] ?? fill;
    const index = indexOf[i] ?? 0;
    strings.add(bytes, offsets[index] ?? 0, offsets[index + 1] ?? 0);
  }
  return strings.build();
}

/** The same of a vector, whose strings lie side by side in each chunk. */
async function assembleVector(
  meta: ZarrArrayMeta,
  grid: Grid,
  start: number,
  stop: number,
): Promise<Utf8Array> {
  const { shape, chunk } = asVector(meta);
  const fill = fillString(meta);
  const strings = new Utf8Builder(stop - start);
  for (const position of positions(shape, chunk, start, stop)) {
    const part = overlap(shape, chunk, [1], position, start, stop);
    if (part === undefined) continue;
    const [count = 0] = part.extent;
    const found = await grid(meta.shape.length === 0 ? [] : position, stop);
    if (found?.kind === 'strings') {
      strings.addAll(found.strings, part.source, part.source + count);
      continue;
    }
    for (let i = 0; i < count; i++) strings.addAll(fill, 0, 1);
  }
  return strings.build();
}

/** A scalar is read as a vector of one value. */
const asVector = (meta: ZarrArrayMeta): { shape: readonly number[]; chunk: readonly number[] } =>
  meta.shape.length === 0 ? { shape: [1], chunk: [1] } : meta;

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Distance of neighbours along each axis inside a chunk, whose axes may be stored in any order. */
function chunkStrides({ order }: ZarrArrayMeta, chunk: readonly number[]): number[] {
  if (order.length === 0) return [1];
  const stored = strides(order.map((axis) => chunk[axis] ?? 1));
  const result = chunk.map(() => 1);
  order.forEach((axis, i) => {
    result[axis] = stored[i] ?? 1;
  });
  return result;
}
