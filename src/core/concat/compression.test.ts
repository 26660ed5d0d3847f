import { expect, it } from 'vitest';
import { compressionSchema } from '../../shared/options.ts';
import { compressionOf } from './compression.ts';

const sources = (...filters: readonly string[]) => [null, { filters }];

it.each([
  [[], 'none', 'none'],
  [['shuffle', 'fletcher32'], 'none', 'none'],
  [['shuffle', 'gzip'], 'gzip', 'gzip'],
  [['zlib'], 'gzip', 'gzip'],
  [['lzf'], 'gzip', 'zstd'],
  [['zstd'], 'gzip', 'zstd'],
  [['blosc'], 'gzip', 'zstd'],
] as const)('auto: after %j, HDF5 has %s and Zarr %s', (filters, hdf5, zarr) => {
  expect(compressionOf('auto', 'h5ad', sources(...filters)).id).toBe(hdf5);
  expect(compressionOf('auto', 'zarr2', sources(...filters)).id).toBe(zarr);
  expect(compressionOf('auto', 'zarr3', sources(...filters)).id).toBe(zarr);
});

it('auto: keeps gzip only where nothing else is used', () => {
  const mixed = [{ filters: ['gzip'] }, { filters: ['blosc'] }];
  expect(compressionOf('auto', 'zarr3', mixed)).toEqual({ id: 'zstd', level: 3 });
});

it.each([
  ['none', { id: 'none' }],
  ['gzip', { id: 'gzip', level: 4 }],
  ['gzip:0', { id: 'gzip', level: 0 }],
  ['zstd', { id: 'zstd', level: 3 }],
  ['zstd:22', { id: 'zstd', level: 22 }],
])('%s is as asked for, whatever the sources use', (option, expected) => {
  expect(compressionOf(option, 'zarr3', sources('lz4'))).toEqual(expected);
});

it.each(['gzip:10', 'gzip:', 'zstd:0', 'zstd:23', 'zstd:99', 'lzf', 'auto:1', 'none:1'])(
  '%s is no option',
  (option) => {
    expect(compressionSchema.safeParse(option).success).toBe(false);
  },
);
