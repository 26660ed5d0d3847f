import { expect, it } from 'vitest';
import { formatFailure, plainMessage } from './words.ts';

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
