import { itemSize } from '../../store/dtype.ts';
import { convert } from '../matrix/convert.ts';
import { type BufferReading, damaged, runs } from './buffer-values.ts';
import type { Buffer, IndexedLayout, ListLayout, UnionLayout } from './layout.ts';

/**
 * Positions of rows of a node, in blocks; can be asked for again and again. The functions below
 * make those of a stored node's contents out of its own.
 */
export type Rows = () => AsyncIterable<Float64Array>;

/** Values that a window may span for each that is wanted. */
const SPAN = 8;

export const allRows = (reading: BufferReading, length: number): Rows =>
  async function* rows() {
    for (const { at, length: count } of runs(reading, length)) {
      yield await Promise.resolve(Float64Array.from({ length: count }, (_, i) => at + i));
    }
  };

/** Values of a buffer at these rows. */
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
  for await (const { starts, stops } of bounds(reading, list, rows)) {
    yield stops.map((stop, i) => stop - (starts[i] ?? 0));
  }
}

export const elementsOfLists = (reading: BufferReading, list: ListLayout, rows: Rows): Rows =>
  async function* elements() {
    for await (const { starts, stops } of bounds(reading, list, rows)) {
      yield* ranges(reading, starts, stops);
    }
  };

async function* bounds(reading: BufferReading, { chunks }: ListLayout, rows: Rows) {
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
      if (!isRight) throw damaged(chunk.buffer.path);
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
              throw damaged(chunk.buffer.path);
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
            const bytes = await valuesAt(
              reading,
              chunk.buffer,
              own.map((row) => Math.floor(row / 8)),
            );
            yield own.map((row, i) => {
              const bit = chunk.lsbOrder ? row % 8 : 7 - (row % 8);
              const isSet = (((bytes[i] ?? 0) >> bit) & 1) === 1;
              return isSet === chunk.validWhen ? row : -1;
            });
          }
        }
      }
    }
  };

export const withoutNone = (rows: Rows): Rows =>
  async function* positions() {
    for await (const own of rows()) yield own.filter((position) => position >= 0);
  };

export async function* tagsOf(
  reading: BufferReading,
  { chunks }: UnionLayout,
  rows: Rows,
): AsyncGenerator<Float64Array, void> {
  for (const chunk of chunks) {
    if (chunk.kind === 'stored') yield* bufferValues(reading, chunk.tags, rows);
  }
}

/** Positions in one content of a union. */
export const rowsOfTag = (
  reading: BufferReading,
  { chunks, contents }: UnionLayout,
  tag: number,
  rows: Rows,
): Rows =>
  async function* positions() {
    const length = contents[tag]?.length ?? 0;
    for (const chunk of chunks) {
      if (chunk.kind !== 'stored') continue;
      for await (const own of rows()) {
        const tags = await valuesAt(reading, chunk.tags, own);
        const index = await valuesAt(reading, chunk.index, own);
        const found = index.filter((_, i) => tags[i] === tag);
        if (!found.every((position) => position >= 0 && position < length)) {
          throw damaged(chunk.index.path);
        }
        yield found;
      }
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

/** Values at positions, read in windows that hold little else. */
async function valuesAt(
  reading: BufferReading,
  buffer: Buffer,
  positions: Float64Array,
): Promise<Float64Array> {
  if (positions.length === 0) return positions;
  let [first, last] = [Infinity, -Infinity];
  for (const position of positions) {
    first = Math.min(first, position);
    last = Math.max(last, position);
  }
  if (last - first < SPAN * positions.length) {
    const { input, path, dtype } = buffer;
    const block = await reading.inputs.read(input, path, first, last + 1, reading.signal);
    if (block.kind !== 'numeric') throw damaged(path);
    const values = convert(block.values, dtype, 'float64');
    return positions.map((position) => Number(values[position - first] ?? NaN));
  }
  const middle = Math.floor(positions.length / 2);
  const out = new Float64Array(positions.length);
  out.set(await valuesAt(reading, buffer, positions.subarray(0, middle)));
  out.set(await valuesAt(reading, buffer, positions.subarray(middle)), middle);
  return out;
}
