import { describe, expect, it } from 'vitest';
import { ahead } from './ahead.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Says which items were asked for, and whether it was ended. */
function source(count: number, failAt = -1) {
  const log: string[] = [];
  async function* items(): AsyncGenerator<number> {
    try {
      for (let i = 0; i < count; i++) {
        log.push(`made ${i}`);
        if (i === failAt) throw new Error('damaged');
        yield await Promise.resolve(i);
      }
    } finally {
      log.push('ended');
    }
  }
  return { log, items };
}

describe('ahead', () => {
  it('gives the items in their order', async () => {
    expect(await collect(ahead(source(4).items()))).toEqual([0, 1, 2, 3]);
    expect(await collect(ahead(source(0).items()))).toEqual([]);
  });

  it('makes the next item while one is in use, and no more', async () => {
    const { log, items } = source(4);
    for await (const item of ahead(items())) {
      await new Promise(setImmediate);
      expect(log.filter((line) => line.startsWith('made'))).toHaveLength(Math.min(4, item + 2));
    }
  });

  it('throws what the source throws, after the items before it', async () => {
    const { log, items } = source(4, 2);
    const seen: number[] = [];
    const all = (async () => {
      for await (const item of ahead(items())) seen.push(item);
    })();
    await expect(all).rejects.toThrow('damaged');
    expect(seen).toEqual([0, 1]);
    expect(log).toContain('ended');
  });

  it('ends the source when its user stops', async () => {
    const { log, items } = source(4);
    for await (const item of ahead(items())) if (item === 1) break;
    expect(log.at(-1)).toBe('ended');
  });
});
