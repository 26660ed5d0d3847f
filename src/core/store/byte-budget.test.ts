import { expect, it } from 'vitest';

import { ByteBudget } from './byte-budget.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('admits in order, as bytes are released', async () => {
  const budget = new ByteBudget(10);
  const admitted: string[] = [];
  const ask = (name: string, bytes: number): void => {
    void budget.acquire(bytes).then(() => admitted.push(name));
  };
  ask('a', 6);
  ask('b', 6);
  // Would fit, but came later.
  ask('c', 1);
  await settled();
  expect(admitted).toEqual(['a']);
  budget.release(6);
  await settled();
  expect(admitted).toEqual(['a', 'b', 'c']);
});

it('admits what exceeds the limit when nothing else is under way', async () => {
  const budget = new ByteBudget(10);
  await budget.acquire(50);
  let second = false;
  void budget.acquire(1).then(() => (second = true));
  await settled();
  expect(second).toBe(false);
  budget.release(50);
  await settled();
  expect(second).toBe(true);
});
