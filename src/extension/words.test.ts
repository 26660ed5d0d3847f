import { expect, it } from 'vitest';
import { describeProgress, describeResult, formatFailure, plainMessage } from './words.ts';

it('makes no link of a file name', () => {
  expect(plainMessage('in [x](command:workbench.action.quit).h5ad')).toBe(
    'in [x] (command:workbench.action.quit).h5ad',
  );
  expect(plainMessage('a\u202eb')).toBe('a\\u202eb');
});

it('tells what, where, why and what to do in one line', () => {
  const words = {
    what: 'This store cannot be read.',
    where: 'X of a.h5ad',
    why: 'Reason: the disk is full.',
    todo: 'Free some room.',
  };
  expect(formatFailure(words)).toBe(
    'This store cannot be read: X of a.h5ad. Reason: the disk is full. Free some room.',
  );
  expect(formatFailure({ ...words, where: '', why: '', todo: '' })).toBe(words.what);
});

it('tells the element and the share that is written', () => {
  const written = { phase: 'write', elem: 'layers/counts', done: 199, total: 200 } as const;
  expect(describeProgress(written)).toBe('Writing layers/counts (99 %)');
  expect(describeProgress({ ...written, elem: null, total: 0 })).toBe('Writing');
  expect(describeProgress({ ...written, phase: 'verify', elem: null })).toBe('Checking the result');
});

it('tells the result', () => {
  const result = { output: 'o.h5ad', nObs: 467, nVars: 520, bytes: 1024, seconds: 0.7 };
  expect(describeResult(2, result)).toBe(
    'Concatenated 2 stores into o.h5ad: 467 × 520, 1 KiB, in 0.7 s.',
  );
});
