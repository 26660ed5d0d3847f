import { describe, expect, it } from 'vitest';
import { allocate, type NumericDType } from '../../store/dtype.ts';
import { indexPositions, listEnds, unionPlaces } from './index-values.ts';

/** Two values a block. */
function readingOf(arrays: Readonly<Record<string, readonly [NumericDType, readonly number[]]>>) {
  const read = (_: number, path: string, start: number, stop: number) => {
    const [dtype, numbers] = arrays[path] ?? ['int8', []];
    const values = allocate(dtype, stop - start);
    for (const [i, value] of numbers.slice(start, stop).entries()) {
      if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
        values[i] = BigInt(value);
      } else {
        values[i] = value;
      }
    }
    return Promise.resolve({ kind: 'numeric', dtype, values } as const);
  };
  return { inputs: { read, paths: ['/a.h5ad'] }, blockBytes: 16, signal: undefined };
}
const buffer = (path: string, dtype: NumericDType) => ({ input: 0, path, dtype, filters: [] });

async function all<T>(blocks: AsyncIterable<T>, valuesOf: (block: T) => Iterable<number>) {
  const values: number[] = [];
  for await (const block of blocks) values.push(...valuesOf(block));
  return values;
}
/** The error that names the file and the buffer. */
const unreadable = (elem: string) => ({ tag: 'ElemUnreadable', path: '/a.h5ad', elem });
const whole = (blocks: AsyncIterable<Float64Array>) => all(blocks, (block) => block);

describe('listEnds', () => {
  const chunk = { kind: 'stored', buffer: buffer('o', 'int32'), count: 3, base: 10 } as const;

  it('moves stored offsets across blocks', async () => {
    const reading = readingOf({ o: ['int32', [0, 2, 2, 5]] });
    expect(await whole(listEnds(reading, { ...chunk, contentLength: 5 }))).toEqual([12, 12, 15]);
  });

  it('makes those of lists of one size', async () => {
    const regular = { kind: 'regular', count: 3, size: 2, base: 1 } as const;
    expect(await whole(listEnds(readingOf({}), regular))).toEqual([3, 5, 7]);
  });

  it.each([[[0, 2, 1, 5]], [[0, 2, 9, 9]], [[0, -1, 2, 5]]])(
    'refuses offsets %j',
    async (offsets) => {
      const reading = readingOf({ o: ['int32', offsets] });
      const ends = whole(listEnds(reading, { ...chunk, contentLength: 5 }));
      await expect(ends).rejects.toMatchObject(unreadable('o'));
    },
  );
});

describe('indexPositions', () => {
  it('moves positions, but not None', async () => {
    const reading = readingOf({ i: ['int64', [2, -1, 0]] });
    const chunk = { kind: 'stored', buffer: buffer('i', 'int64'), count: 3, base: 4 } as const;
    expect(await whole(indexPositions(reading, { ...chunk, contentLength: 3 }))).toEqual([
      6, -1, 4,
    ]);
    const short = whole(indexPositions(reading, { ...chunk, contentLength: 2 }));
    await expect(short).rejects.toMatchObject(unreadable('i'));
  });

  it('makes them of masks of bytes', async () => {
    const reading = readingOf({ m: ['int8', [1, 0, 1]] });
    const chunk = { kind: 'bytes', buffer: buffer('m', 'int8'), count: 3, base: 4 } as const;
    expect(await whole(indexPositions(reading, { ...chunk, validWhen: true }))).toEqual([4, -1, 6]);
    expect(await whole(indexPositions(reading, { ...chunk, validWhen: false }))).toEqual([
      -1, 5, -1,
    ]);
  });

  it('makes them of masks of bits, in either order', async () => {
    const reading = readingOf({ m: ['uint8', [0b0000_0101, 0, 0b1000_0001]] });
    const chunk = { kind: 'bits', buffer: buffer('m', 'uint8'), count: 18, base: 0 } as const;
    const valid = async (lsbOrder: boolean) => {
      const positions = await whole(
        indexPositions(reading, { ...chunk, validWhen: true, lsbOrder }),
      );
      expect(positions).toHaveLength(18);
      return positions.filter((position) => position >= 0);
    };
    expect(await valid(true)).toEqual([0, 2, 16]);
    expect(await valid(false)).toEqual([5, 7, 16]);
  });

  it('counts on, or says None', async () => {
    const chunk = { count: 3, base: 4 };
    expect(await whole(indexPositions(readingOf({}), { kind: 'range', ...chunk }))).toEqual([
      4, 5, 6,
    ]);
    expect(await whole(indexPositions(readingOf({}), { kind: 'none', ...chunk }))).toEqual([
      -1, -1, -1,
    ]);
  });
});

describe('unionPlaces', () => {
  const chunk = {
    kind: 'stored',
    count: 3,
    tags: buffer('t', 'int8'),
    index: buffer('i', 'int64'),
    targets: [
      { tag: 2, base: 10, contentLength: 2 },
      { tag: 0, base: 20, contentLength: 1 },
    ],
  } as const;

  it('sends values to where their contents are now', async () => {
    const reading = readingOf({ t: ['int8', [0, 1, 0]], i: ['int64', [0, 0, 1]] });
    expect(await all(unionPlaces(reading, chunk), ({ tags }) => tags)).toEqual([2, 0, 2]);
    expect(await all(unionPlaces(reading, chunk), ({ index }) => index)).toEqual([10, 20, 11]);
  });

  it.each([
    [
      [0, 1, 2],
      [0, 0, 0],
    ],
    [
      [0, 1, 1],
      [0, 0, 1],
    ],
    [
      [0, 1, -1],
      [0, 0, 0],
    ],
  ])('refuses tags %j with positions %j', async (tags, index) => {
    const reading = readingOf({ t: ['int8', tags], i: ['int64', index] });
    const places = all(unionPlaces(reading, chunk), (place) => place.tags);
    await expect(places).rejects.toMatchObject(unreadable('i'));
  });
});
