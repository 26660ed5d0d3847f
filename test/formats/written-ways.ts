import path from 'node:path';
import * as z from 'zod';
import type { Chunking } from '../../src/core/concat/chunking.ts';
import type { Options, StoreFormat } from '../../src/shared/options.ts';
import { copyStore, type RoundTrip } from '../generations/round-trip.ts';
import { python } from '../python.ts';

/** A way in which a store is written: each format has each compression, Zarr 3 also in shards. */
export interface WrittenWay {
  readonly name: string;
  readonly format: StoreFormat;
  readonly compression: Options['compression'];
  /** Columns of the table in docs/formats.md. */
  readonly column: string;
  /** As `written-codecs.py` prints them of a column of numbers. */
  readonly codecs: string;
}

const COLUMNS = [
  { column: 'h5ad', format: 'h5ad' },
  { column: 'zarr2', format: 'zarr2' },
  { column: 'zarr3', format: 'zarr3' },
  { column: 'zarr3, shards', format: 'zarr3' },
] as const;
export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

const CODECS = { none: '', gzip: 'gzip:4', zstd: 'zstd:3' } as const;
const isWritten = (format: StoreFormat, compression: string): boolean =>
  format !== 'h5ad' || compression !== 'zstd';

export const WRITTEN_WAYS: readonly WrittenWay[] = COLUMNS.flatMap(({ column, format }) =>
  COMPRESSIONS.filter((compression) => isWritten(format, compression)).map((compression) => ({
    name: `${column}, ${compression}`,
    format,
    compression,
    column,
    codecs: CODECS[compression],
  })),
);

/** Chunks of so few values that small stores have several, which Zarr 3 gathers in shards. */
export const SMALL_CHUNKS: Chunking = {
  sparseEntries: 8,
  denseBytes: 64,
  columnValues: 8,
  compressesText: true,
};

/** Whether a way writes several chunks: without shards, Zarr 3 has a single one. */
export const isInSmallChunks = ({ column }: WrittenWay): boolean => column !== 'zarr3';

/** Copies a store in a way. */
export async function copyInWay(original: string, way: WrittenWay): Promise<RoundTrip> {
  const { name, format, compression } = way;
  const suffix = format === 'h5ad' ? 'h5ad' : 'zarr';
  const copy = path.join(path.dirname(original), `written as ${name}.${suffix}`);
  await copyStore(original, copy, format, { compression });
  return { name, original, copy };
}

/** The codecs of every array of some stores, as h5py and zarr-python name them. */
export async function codecsOf(
  stores: readonly string[],
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const printed = await python(path.join(import.meta.dirname, 'written-codecs.py'), [
    'print',
    ...stores,
  ]);
  return z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(printed));
}
