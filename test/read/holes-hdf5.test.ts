import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { expectSameBothWays } from './both-ways.ts';
import { arrayAt, readInSteps, rowsOf } from './describe.ts';
import { madeHdf5 } from './made.ts';

const { at, rootOf } = madeHdf5('make-holes.py');

it.each(['text.h5', 'failing.h5', 'growth.h5'])('all of %s is the same both ways', async (name) => {
  expect(await expectSameBothWays(at(name))).toBeGreaterThan(2);
});

describe.each([
  ['straight from the file', true],
  ['through the library', false],
])('%s', (_how, direct) => {
  const textsOf = async (name: string): Promise<readonly string[]> => {
    const array = await arrayAt(await rootOf('text.h5', direct), name);
    const block = await array.read(0, rowsOf(array));
    if (block.kind !== 'string') throw new Error('no text');
    return block.values.toStrings();
  };

  it('a NUL inside of a text does not end it', async () => {
    expect(await textsOf('NUL inside')).toEqual(['a\0b', 'c\0\0d', 'e']);
  });

  it('a text of fixed length may fill it', async () => {
    expect(await textsOf('whole')).toEqual(['gè', 'abcd', '']);
  });

  it.each(['cut in a character', 'no text', 'text but for its borders'])(
    'bytes that are no text are never shown as if they were: %s',
    async (name) => {
      await expect(textsOf(name)).rejects.toMatchObject({
        tag: 'ElemUnreadable',
        path: at('text.h5'),
        elem: name,
        reason: 'its bytes are no text in UTF-8',
      });
    },
  );

  it('nor are they in records', async () => {
    const records = await arrayAt(await rootOf('text.h5', direct), 'records');
    await expect(records.readValues(0, 2)).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      elem: 'records',
    });
  });

  it('nor in attributes, of which those of mere bytes are left out', async () => {
    const root = await rootOf('text.h5', direct);
    await expect(root.get('attribute')).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      elem: 'attribute',
      reason: 'its attribute «name» is no text in UTF-8',
    });
    expect((await root.get('bytes')).attrs).toEqual({});
  });

  it('no value vanishes while the memory grows that it is read into', async () => {
    const root = await rootOf('growth.h5', direct);
    const numbers = await arrayAt(root, 'one chunk');
    let next = 0;
    let others = 0;
    for (const block of await readInSteps(numbers, 5_000_000)) {
      if (block.kind !== 'numeric') throw new Error('no numbers');
      for (const value of block.values) if (value !== next++) others += 1;
    }
    expect([next, others]).toEqual([8_000_000, 0]);
    const texts = await arrayAt(root, 'long texts');
    const [block] = await readInSteps(texts, Infinity);
    if (block?.kind !== 'string') throw new Error('no text');
    const isRight = (text: string, i: number): boolean => text === String(i % 10).repeat(400_000);
    expect(block.values.toStrings().map(isRight)).toEqual(Array(120).fill(true));
  });

  it('a read that fails leaves nothing behind: not its values, and no file open', async () => {
    const file = at('failing.h5');
    for (let i = 0; i < 100; i++) {
      const store = await openHdf5(file, file, { direct });
      const before = await arrayAt(store.root, 'before');
      const broken = await arrayAt(store.root, 'broken');
      const right = Int32Array.from({ length: 1000 }, (_, k) => k);
      expect((await before.read(0, 1000)).values).toEqual(right);
      await expect(broken.read(0, 1000)).rejects.toMatchObject({ elem: 'broken' });
      expect((await broken.read(0, 500)).values).toEqual(right.slice(500).reverse());
      expect((await before.read(0, 1000)).values).toEqual(right);
      await store.close();
    }
  });
});
