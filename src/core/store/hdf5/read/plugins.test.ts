import path from 'node:path';
import { expect, it } from 'vitest';
import { arrayAt } from '../../../../../test/read/describe.ts';
import { openHdf5 } from './open.ts';

/** Written with hdf5plugin 7.1: each number from 0 to 299 seven times, in chunks of 1000. */
const FILE = path.resolve(import.meta.dirname, '../../../../../test/data/filters.h5');

it.each([
  ['blosc', ['blosc']],
  ['blosczstd', ['blosc']],
  ['blosc2', ['blosc2']],
  ['bshuf', ['bitshuffle']],
  ['bz2', ['bzip2']],
  ['gzip', ['gzip']],
  ['lz4', ['lz4']],
  ['lzf', ['lzf']],
  ['lzfshuf', ['shuffle', 'lzf']],
  ['so', ['scaleoffset']],
  ['szip', ['szip']],
  ['zfp', ['zfp']],
  ['zstd', ['zstd']],
])('reads what %s compressed', async (name, filters) => {
  const store = await openHdf5(FILE, FILE);
  const array = await arrayAt(store.root, name);
  expect(array.filters).toEqual(filters);
  const { values } = await array.read(0, 2100);
  expect(values).toEqual(Int32Array.from({ length: 2100 }, (_, i) => Math.floor(i / 7)));
  await store.close();
});
