import { type BufferReading, damaged, runs, storedPositions } from './buffer-values.ts';
import type { IndexChunk, ListChunk, UnionChunk, UnionTarget } from './layout.ts';

/**
 * Ends of lists, from the start of their whole content.
 * @throws ElemUnreadableError when stored offsets descend or leave the content
 */
export async function* listEnds(
  reading: BufferReading,
  chunk: ListChunk,
): AsyncGenerator<Float64Array, void> {
  const { count, base } = chunk;
  if (chunk.kind === 'regular') {
    for (const { at, length } of runs(reading, count)) {
      yield await Promise.resolve(
        Float64Array.from({ length }, (_, i) => base + (at + i + 1) * chunk.size),
      );
    }
    return;
  }
  let before = 0;
  for await (const ends of storedPositions(reading, chunk.buffer, 1, count + 1)) {
    for (const [i, end] of ends.entries()) {
      if (!(end >= before && end <= chunk.contentLength)) throw damaged(reading, chunk.buffer);
      before = end;
      ends[i] = base + end;
    }
    yield ends;
  }
}

/**
 * Positions in the content, -1 for None.
 * @throws ElemUnreadableError when a stored one leaves the content
 */
export async function* indexPositions(
  reading: BufferReading,
  chunk: IndexChunk,
): AsyncGenerator<Float64Array, void> {
  const { count, base } = chunk;
  switch (chunk.kind) {
    case 'range':
    case 'none':
      for (const { at, length } of runs(reading, count)) {
        const isRange = chunk.kind === 'range';
        yield await Promise.resolve(
          Float64Array.from({ length }, (_, i) => (isRange ? base + at + i : -1)),
        );
      }
      return;
    case 'stored':
      for await (const positions of storedPositions(reading, chunk.buffer, 0, count)) {
        for (const [i, position] of positions.entries()) {
          if (position >= chunk.contentLength) throw damaged(reading, chunk.buffer);
          positions[i] = position < 0 ? -1 : base + position;
        }
        yield positions;
      }
      return;
    case 'bytes': {
      let at = base;
      for await (const mask of storedPositions(reading, chunk.buffer, 0, count)) {
        yield mask.map((byte) => ((byte !== 0) === chunk.validWhen ? at++ : (at++, -1)));
      }
      return;
    }
    case 'bits': {
      let at = 0;
      const bytes = Math.ceil(count / 8);
      for await (const mask of storedPositions(reading, chunk.buffer, 0, bytes)) {
        const start = at;
        at += Math.min(8 * mask.length, count - start);
        yield Float64Array.from({ length: at - start }, (_, i) => {
          const bit = chunk.lsbOrder ? i & 7 : 7 - (i & 7);
          const isSet = (((mask[i >> 3] ?? 0) >> bit) & 1) === 1;
          return isSet === chunk.validWhen ? base + start + i : -1;
        });
      }
    }
  }
}

/**
 * Tags and positions of the values of a union.
 * @throws ElemUnreadableError when a stored one is of no content
 */
export async function* unionPlaces(
  reading: BufferReading,
  chunk: UnionChunk,
): AsyncGenerator<{ readonly tags: Int8Array; readonly index: Float64Array }, void> {
  if (chunk.kind === 'range') {
    for (const { at, length } of runs(reading, chunk.count)) {
      const index = Float64Array.from({ length }, (_, i) => chunk.base + at + i);
      yield await Promise.resolve({ tags: new Int8Array(length).fill(chunk.tag), index });
    }
    return;
  }
  const positions = storedPositions(reading, chunk.index, 0, chunk.count);
  for await (const stored of storedPositions(reading, chunk.tags, 0, chunk.count)) {
    const next = await positions.next();
    if (next.done === true) throw damaged(reading, chunk.index);
    const index = next.value;
    const tags = new Int8Array(stored.length);
    for (const [i, tag] of stored.entries()) {
      const target = chunk.targets[tag];
      const position = index[i] ?? -1;
      if (!isWithin(position, target)) throw damaged(reading, chunk.index);
      tags[i] = target.tag;
      index[i] = target.base + position;
    }
    yield { tags, index };
  }
}

const isWithin = (position: number, target: UnionTarget | undefined): target is UnionTarget =>
  target !== undefined && position >= 0 && position < target.contentLength;
