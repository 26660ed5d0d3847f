import { describe, expect, it } from 'vitest';
import { blockMemory } from './block-memory.ts';

const LARGE = 1_000_000;

describe('memory of blocks', () => {
  it('lends again what was given back', () => {
    const first = blockMemory.take('float32', LARGE);
    const { buffer } = first;
    blockMemory.give(first);
    const second = blockMemory.take('int32', LARGE - 10);
    expect(second).toBeInstanceOf(Int32Array);
    expect(second).toHaveLength(LARGE - 10);
    expect(second.buffer).toBe(buffer);
  });

  it('lends memory to one at a time, however often it is given back', () => {
    const first = blockMemory.take('float64', LARGE);
    blockMemory.give(first);
    blockMemory.give(first.subarray(10));
    const second = blockMemory.take('float64', LARGE);
    const third = blockMemory.take('float64', LARGE);
    expect(third.buffer).not.toBe(second.buffer);
  });

  it('takes no memory that it did not lend', () => {
    const foreign = new Float32Array(2 * LARGE);
    blockMemory.give(foreign);
    expect(blockMemory.take('float32', 2 * LARGE).buffer).not.toBe(foreign.buffer);
  });
});
