import { crc32c } from '../../src/core/store/zarr/read/crc32c.ts';
import type { ZipInput } from './zip-file.ts';

const json = (document: object): Buffer => Buffer.from(JSON.stringify(document));
const bytes = { name: 'bytes', configuration: { endian: 'little' } };

const arrayMeta = (codecs: readonly object[]): object => ({
  zarr_format: 3,
  node_type: 'array',
  shape: [8],
  data_type: 'int32',
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [4] } },
  chunk_key_encoding: { name: 'default' },
  fill_value: 0,
  codecs,
});
const SHARDED = arrayMeta([
  {
    name: 'sharding_indexed',
    configuration: { chunk_shape: [2], codecs: [bytes], index_codecs: [bytes, { name: 'crc32c' }] },
  },
]);
/** Of four values. */
export const chunk = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
/** Two chunks of two values, and their index. */
export function shard(...values: number[]): Buffer {
  const index = Buffer.from(BigUint64Array.of(0n, 8n, 8n, 8n).buffer);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32c(index));
  return Buffer.concat([chunk(...values), index, sum]);
}

const BARE = arrayMeta([bytes]);
const GROUP = { zarr_format: 3, node_type: 'group', attributes: { a: 1 } };

/** A store of two arrays of the same values. Members that are stored and read in parts, or deflated, and two of the same size. */
export const MEMBERS: readonly ZipInput[] = [
  { name: 'zarr.json', content: json(GROUP) },
  { name: 's/zarr.json', content: json(SHARDED), isDeflated: true },
  { name: 's/c/0', content: shard(1, 2, 3, 4) },
  { name: 's/c/1', content: shard(5, 6, 7, 8) },
  { name: 'd/zarr.json', content: json(BARE) },
  { name: 'd/c/0', content: chunk(1, 2, 3, 4), isDeflated: true },
  { name: 'd/c/1', content: chunk(5, 6, 7, 8) },
];

const consolidated_metadata = {
  kind: 'inline',
  must_understand: false,
  metadata: { s: SHARDED, d: BARE },
};
/** The same, as it can be read from a server. */
export const CONSOLIDATED: readonly ZipInput[] = [
  { name: 'zarr.json', content: json({ ...GROUP, consolidated_metadata }) },
  ...MEMBERS.slice(1),
];
