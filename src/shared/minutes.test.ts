import { expect, it } from 'vitest';
import { parseMinutes } from './minutes.ts';

it.each([
  ['90', 90],
  ['90:01', 91],
  ['4:00:00', 240],
  ['0:0:1', 1],
  ['1-12', 2160],
  ['1-12:30', 2190],
  ['1-00:00:30', 1441],
  ['0', undefined],
  ['', undefined],
  ['4h', undefined],
  ['-5', undefined],
  ['1:2:3:4', undefined],
])('reads %s as Slurm does', (text, minutes) => {
  expect(parseMinutes(text)).toBe(minutes);
});
