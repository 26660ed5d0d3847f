import { expect } from 'vitest';
import type { GroupNode } from '../../src/core/store/store.ts';
import { arrayAt } from './describe.ts';

const COUNT = 2 ** 31 + 10;
const ENDS = Float32Array.from({ length: 20 }, (_, i) => i + 1);

/** Expects of arrays past 2^31 values what was written: at 2^30 and at the end; before, fill values. */
export async function expectEnds(root: GroupNode, names: readonly string[]): Promise<void> {
  for (const at of names) {
    const array = await arrayAt(root, at);
    expect(array.shape).toEqual([COUNT]);
    expect((await array.read(COUNT - 20, COUNT)).values, at).toEqual(ENDS);
    expect((await array.read(2 ** 30 - 10, 2 ** 30 + 10)).values, at).toEqual(ENDS);
    const absent = at === 'filled' ? 7 : 0;
    expect((await array.read(5, 6)).values, at).toEqual(Float32Array.of(absent));
  }
}
