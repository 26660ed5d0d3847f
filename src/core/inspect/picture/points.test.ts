import { expect, it } from 'vitest';
import { ChosenRows, drawingOrder, onGrid } from './points.ts';

const rowsOf = (chosen: ChosenRows, ...borders: readonly number[]): readonly number[] => {
  const rows: number[] = [];
  borders.slice(1).forEach((stop, i) => {
    chosen.within(borders[i] ?? 0, stop, (position, row) => {
      expect(position).toBe(rows.length);
      rows.push(row);
    });
  });
  return rows;
};

it('chooses every row, or as many as wanted at equal distances, whatever the blocks', () => {
  expect(rowsOf(new ChosenRows(4, 10), 0, 2, 4)).toEqual([0, 1, 2, 3]);
  expect(rowsOf(new ChosenRows(10, 4), 0, 1, 3, 4, 10)).toEqual([0, 2, 5, 7]);
  const many = new ChosenRows(1_234_567, 1000);
  const rows = rowsOf(many, 0, 77_777, 77_778, 1_000_000, 1_234_567);
  expect(rows).toHaveLength(1000);
  const steps = new Set(rows.slice(1).map((row, i) => row - (rows[i] ?? 0)));
  expect([...steps].sort()).toEqual([1234, 1235]);
});

it.each([0, 1, 2, 3, 10, 99, 1000])('draws each of %i points once, not in their order', (count) => {
  const places = Float64Array.from({ length: count }, (_, i) => i);
  const order = drawingOrder(places, places);
  expect([...order].sort((a, b) => a - b)).toEqual([...places]);
  expect(drawingOrder(places, places)).toEqual(order);
  if (count > 3) expect([...order]).not.toEqual([...places]);
});

it('leaves out points without a place', () => {
  const xs = Float64Array.of(0, NaN, 2, 3);
  const ys = Float64Array.of(0, 1, 2, Infinity);
  expect([...drawingOrder(xs, ys)].sort()).toEqual([0, 2]);
});

it('puts values on a grid between the least and the greatest', () => {
  const all = Int32Array.of(0, 1, 2, 3);
  expect(onGrid(Float64Array.of(-1, 0, 3, NaN), all, 8)).toEqual({
    min: -1,
    max: 3,
    positions: [0, 2, 8, -1],
  });
  expect(onGrid(Float64Array.of(5, 5), Int32Array.of(1, 0))).toEqual({
    min: 5,
    max: 5,
    positions: [0, 0],
  });
  const huge = Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE, 0);
  expect(onGrid(huge, Int32Array.of(0, 1, 2), 10).positions).toEqual([0, 10, 5]);
});
