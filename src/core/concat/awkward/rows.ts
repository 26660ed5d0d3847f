import { allocate, itemSize, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import { convert } from '../matrix/convert.ts';
import { lanesOf, move } from '../matrix/lanes.ts';
import { oldPositions, type Reindexer } from '../reindexer.ts';
import { type BufferReading, damaged, runs } from './buffer-values.ts';
import type { Buffer, IndexedLayout, ListLayout, UnionLayout } from './layout.ts';

/**
 * Positions of rows of a node, in blocks; can be asked for again and again. The functions below
 * make those of a stored node's contents out of its own.
 */
export type Rows = () => AsyncIterable<Float64Array>;

/** Between values that are so near to each other, those not wanted are read as well. */
const GAP = 4096;

export const allRows = (reading: BufferReading, length: number): Rows =>
  async function* rows() {
    for (const { at, length: count } of runs(reading, length)) {
      yield await Promise.resolve(Float64Array.from({ length: count }, (_, i) => at + i));
    }
  };

/** Rows in the order of the result, which has none that the input lacks. */
export const reindexedRows = (reading: BufferReading, mapping: Reindexer): Rows =>
  async function* rows() {
    const old = oldPositions(mapping);
    for (const { at, length } of runs(reading, old.length)) {
      yield await Promise.resolve(Float64Array.from(old.subarray(at, at + length)));
    }
  };

/** Values of a buffer at these rows, in a dtype. */
export async function* takenValues(
  reading: BufferReading,
  buffer: Buffer,
  rows: Rows,
  dtype: NumericDType,
): AsyncGenerator<NumericArray, void> {
  for await (const positions of rows()) {
    yield convert(await takeAt(reading, buffer, positions), buffer.dtype, dtype);
  }
}

/** Values of a buffer at these rows, as numbers. */
export async function* bufferValues(
  reading: BufferReading,
  buffer: Buffer,
  rows: Rows,
): AsyncGenerator<Float64Array, void> {
  for await (const positions of rows()) yield await valuesAt(reading, buffer, positions);
}

export const elementsOfRegular = (reading: BufferReading, size: number, rows: Rows): Rows =>
  async function* elements() {
    for await (const positions of rows()) {
      const starts = positions.map((position) => position * size);
      yield* ranges(
        reading,
        starts,
        starts.map((start) => start + size),
      );
    }
  };

export async function* lengthsOfLists(
  reading: BufferReading,
  list: ListLayout,
  rows: Rows,
): AsyncGenerator<Float64Array, void> {
  for await (const { starts, stops } of listBounds(reading, list, rows)) {
    yield stops.map((stop, i) => stop - (starts[i] ?? 0));
  }
}

export const elementsOfLists = (reading: BufferReading, list: ListLayout, rows: Rows): Rows =>
  async function* elements() {
    for await (const { starts, stops } of listBounds(reading, list, rows)) {
      yield* ranges(reading, starts, stops);
    }
  };

export async function* listBounds(reading: BufferReading, { chunks }: ListLayout, rows: Rows) {
  for (const chunk of chunks) {
    if (chunk.kind !== 'stored') continue;
    for await (const positions of rows()) {
      const starts = await valuesAt(reading, chunk.buffer, positions);
      const next = positions.map((position) => position + 1);
      const stops = await valuesAt(reading, chunk.buffer, next);
      const isRight = starts.every((start, i) => {
        const stop = stops[i] ?? -1;
        return start >= 0 && stop >= start && stop <= chunk.contentLength;
      });
      if (!isRight) throw damaged(reading, chunk.buffer);
      yield { starts, stops };
    }
  }
}

/** Positions in the content of an index or option, negative for None. */
export const indexedRows = (
  reading: BufferReading,
  { chunks, content }: IndexedLayout,
  rows: Rows,
): Rows =>
  async function* positions() {
    for await (const own of rows()) {
      for (const chunk of chunks) {
        switch (chunk.kind) {
          case 'none':
            yield new Float64Array(own.length).fill(-1);
            break;
          case 'range':
            yield own;
            break;
          case 'stored': {
            const found = await valuesAt(reading, chunk.buffer, own);
            if (found.some((position) => position >= content.length)) {
              throw damaged(reading, chunk.buffer);
            }
            yield found;
            break;
          }
          case 'bytes': {
            const mask = await valuesAt(reading, chunk.buffer, own);
            yield own.map((row, i) => ((mask[i] !== 0) === chunk.validWhen ? row : -1));
            break;
          }
          case 'bits': {
            const bits = await bitsAt(reading, chunk.buffer, chunk.lsbOrder, own);
            yield own.map((row, i) => ((bits[i] === 1) === chunk.validWhen ? row : -1));
          }
        }
      }
    }
  };

/** Bits of a mask at rows. */
export async function bitsAt(
  reading: BufferReading,
  buffer: Buffer,
  lsbOrder: boolean,
  rows: Float64Array,
): Promise<Float64Array> {
  const eighths = rows.map((row) => Math.floor(row / 8));
  const bytes = await valuesAt(reading, buffer, eighths);
  return rows.map((row, i) => ((bytes[i] ?? 0) >> (lsbOrder ? row % 8 : 7 - (row % 8))) & 1);
}

export const withoutNone = (rows: Rows): Rows =>
  async function* positions() {
    for await (const own of rows()) yield own.filter((position) => position >= 0);
  };

/** Tags of a union, and positions in the contents that they name. */
export async function* unionRows(
  reading: BufferReading,
  { chunks, contents }: UnionLayout,
  rows: Rows,
): AsyncGenerator<{ readonly tags: Float64Array; readonly index: Float64Array }, void> {
  for (const chunk of chunks) {
    if (chunk.kind !== 'stored') continue;
    for await (const own of rows()) {
      const tags = await valuesAt(reading, chunk.tags, own);
      const index = await valuesAt(reading, chunk.index, own);
      const isRight = index.every((position, i) => {
        const length = contents[tags[i] ?? -1]?.length ?? 0;
        return position >= 0 && position < length;
      });
      if (!isRight) throw damaged(reading, chunk.index);
      yield { tags, index };
    }
  }
}

export async function* tagsOf(
  reading: BufferReading,
  union: UnionLayout,
  rows: Rows,
): AsyncGenerator<Float64Array, void> {
  for await (const { tags } of unionRows(reading, union, rows)) yield tags;
}

/** Positions in one content of a union. */
export const rowsOfTag = (
  reading: BufferReading,
  union: UnionLayout,
  tag: number,
  rows: Rows,
): Rows =>
  async function* positions() {
    for await (const { tags, index } of unionRows(reading, union, rows)) {
      yield index.filter((_, i) => tags[i] === tag);
    }
  };

/** Positions `[start, stop)` of each pair, in blocks. */
function* ranges(
  { blockBytes }: BufferReading,
  starts: Float64Array,
  stops: Float64Array,
): Generator<Float64Array, void> {
  const most = Math.max(1, Math.floor(blockBytes / itemSize('float64')));
  let block = new Float64Array(most);
  let filled = 0;
  for (const [i, start] of starts.entries()) {
    for (let position = start; position < (stops[i] ?? 0); position++) {
      block[filled++] = position;
      if (filled < most) continue;
      yield block;
      block = new Float64Array(most);
      filled = 0;
    }
  }
  yield block.subarray(0, filled);
}

/** Values at positions as numbers, which are exact as far as any length goes. */
async function valuesAt(
  reading: BufferReading,
  buffer: Buffer,
  positions: Float64Array,
): Promise<Float64Array> {
  const values = convert(await takeAt(reading, buffer, positions), buffer.dtype, 'float64');
  return values instanceof Float64Array ? values : Float64Array.from(values, Number);
}

/** Values at positions in any order, read in windows of at most a block that hold little else. */
async function takeAt(
  { inputs, blockBytes, signal }: BufferReading,
  buffer: Buffer,
  positions: Float64Array,
): Promise<NumericArray> {
  const { input, path, dtype } = buffer;
  const out = allocate(dtype, positions.length);
  const to = lanesOf(out);
  const order = ascendingOrder(positions);
  const most = Math.max(1, Math.floor(blockBytes / itemSize(dtype)));
  for (let i = 0; i < order.length;) {
    const first = positionAt(positions, order, i);
    let last = first;
    let stop = i + 1;
    for (; stop < order.length; stop++) {
      const next = positionAt(positions, order, stop);
      if (next - last > GAP || next - first >= most) break;
      last = next;
    }
    const block = await inputs.read(input, path, first, last + 1, signal);
    if (block.kind !== 'numeric' || block.values.length !== last + 1 - first) {
      throw damaged({ inputs }, buffer);
    }
    const from = lanesOf(block.values);
    for (; i < stop; i++) move(to, order[i] ?? 0, from, positionAt(positions, order, i) - first);
  }
  return out;
}

const positionAt = (positions: Float64Array, order: Uint32Array, i: number): number =>
  positions[order[i] ?? 0] ?? 0;

/** Which position comes first, second … */
function ascendingOrder(positions: Float64Array): Uint32Array {
  const order = Uint32Array.from({ length: positions.length }, (_, i) => i);
  const isSorted = positions.every((position, i) => i === 0 || position >= (positions[i - 1] ?? 0));
  return isSorted ? order : order.sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
}
