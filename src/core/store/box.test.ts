import { describe, expect, it } from 'vitest';
import { copyOverlap, overlap, positions, strides } from './box.ts';

/** Rows `[start, stop)` of a C-ordered array, gathered chunk by chunk. */
function gather(shape: number[], chunk: number[], order: number[], start: number, stop: number) {
  const all = strides(shape);
  const inChunk = strides(order.map((axis) => chunk[axis] ?? 1));
  const chunkStrides = chunk.map((_, axis) => inChunk[order.indexOf(axis)] ?? 1);
  const blockShape = [stop - start, ...shape.slice(1)];
  const target = new Uint8Array(blockShape.reduce((a, b) => a * b, 2)).fill(255);
  for (const position of positions(shape, chunk, start, stop)) {
    const source = new Uint8Array(chunk.reduce((a, b) => a * b, 2));
    const fill = (axis: number, from: number, to: number): void => {
      if (axis === shape.length) {
        new DataView(source.buffer).setUint16(to * 2, from, true);
        return;
      }
      for (let i = 0; i < (chunk[axis] ?? 1); i++) {
        const at = (position[axis] ?? 0) * (chunk[axis] ?? 1) + i;
        fill(axis + 1, from + at * (all[axis] ?? 1), to + i * (chunkStrides[axis] ?? 1));
      }
    };
    fill(0, 0, 0);
    const part = overlap(shape, chunk, chunkStrides, position, start, stop);
    if (part !== undefined) copyOverlap(part, source, chunkStrides, target, strides(blockShape), 2);
  }
  return new Uint16Array(target.buffer);
}

describe('chunks put together', () => {
  it.each([
    [[10], [3], [0]],
    [[10], [10], [0]],
    [
      [7, 5],
      [3, 2],
      [0, 1],
    ],
    [
      [7, 5],
      [3, 5],
      [0, 1],
    ],
    [
      [7, 5],
      [3, 2],
      [1, 0],
    ],
    [
      [4, 3, 5],
      [3, 2, 2],
      [0, 1, 2],
    ],
    [
      [4, 3, 5],
      [3, 3, 5],
      [2, 0, 1],
    ],
    [
      [4, 1, 5],
      [2, 1, 5],
      [0, 1, 2],
    ],
  ])('give the rows of %j from chunks of %j in order %j', (shape, chunk, order) => {
    const perRow = shape.slice(1).reduce((a, b) => a * b, 1);
    const rows = shape[0] ?? 1;
    for (let start = 0; start < rows; start++) {
      for (let stop = start + 1; stop <= rows; stop++) {
        const expected = Uint16Array.from(
          { length: (stop - start) * perRow },
          (_, i) => start * perRow + i,
        );
        expect(gather(shape, chunk, order, start, stop)).toEqual(expected);
      }
    }
  });
});

describe('positions', () => {
  it('are those that the rows touch, in C order', () => {
    expect([...positions([10, 5], [4, 3], 3, 5)]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect([...positions([10, 5], [4, 3], 4, 4)]).toEqual([]);
    expect([...positions([10, 0], [4, 3], 0, 10)]).toEqual([]);
  });
});
