import { expect, it } from 'vitest';
import type { Progress } from '../../shared/progress.ts';
import { progressIncrement } from './increment.ts';

const write = (done: number, total = 200): Progress => ({ phase: 'write', elem: 'X', done, total });

it('adds up to the share that is written', () => {
  const incrementOf = progressIncrement();
  const increments = [write(0), write(50), write(150), write(200)].map(incrementOf);
  expect(increments).toEqual([0, 25, 50, 25]);
});

it('never goes back, nor beyond the end', () => {
  const incrementOf = progressIncrement();
  expect([write(100), write(50), write(300)].map(incrementOf)).toEqual([50, 0, 50]);
});

it('stands still while nothing is written', () => {
  const incrementOf = progressIncrement();
  expect(incrementOf({ phase: 'plan', elem: null, done: 1, total: 2 })).toBe(0);
  expect(incrementOf(write(0, 0))).toBe(0);
  expect(incrementOf({ phase: 'verify', elem: null, done: 9, total: 9 })).toBe(0);
});
