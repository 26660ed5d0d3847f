import { z } from 'zod';
import type { Attrs } from '../../store.ts';
import type { Codec, ZarrArrayMeta } from './array-meta.ts';
import { codingOfV2 } from './coding.ts';

const codecSchema = z.looseObject({ id: z.string() });
/** `.zarray` of the Zarr storage specification, version 2. */
const arraySchema = z.object({
  zarr_format: z.literal(2),
  shape: z.array(z.int().nonnegative()),
  chunks: z.array(z.int().nonnegative()),
  dtype: z.union([z.string(), z.array(z.unknown())]),
  compressor: codecSchema.nullish(),
  filters: z.array(codecSchema).nullish(),
  fill_value: z.unknown().optional(),
  order: z.enum(['C', 'F']),
  dimension_separator: z.enum(['.', '/']).nullish(),
});

/** Codecs that turn objects into bytes: they are part of the coding, not of the byte codecs. */
const OBJECT_CODECS: ReadonlySet<string> = new Set(['vlen-utf8', 'json2', 'pickle', 'vlen-bytes']);
/** Filters on bytes. What is not listed works on values, which nothing in AnnData writes. */
const BYTE_FILTERS: ReadonlySet<string> = new Set([
  'shuffle',
  'zlib',
  'gzip',
  'blosc',
  'zstd',
  'lz4',
]);

/** @throws z.ZodError */
export function parseV2(json: unknown, attrs: Attrs): ZarrArrayMeta {
  const meta = arraySchema.parse(json);
  const filters = meta.filters ?? [];
  const objectCodec = filters.find(({ id }) => OBJECT_CODECS.has(id))?.id;
  const structured = typeof meta.dtype !== 'string';
  const byteFilters = filters.filter(({ id }) => !OBJECT_CODECS.has(id));
  const strange = byteFilters.find(({ id }) => !BYTE_FILTERS.has(id));
  const compressors = meta.compressor == null ? [] : [meta.compressor];
  const chunk = meta.chunks.map((n) => Math.max(n, 1));
  const axes = meta.shape.map((_, axis) => axis);
  return {
    attrs,
    shape: meta.shape,
    chunk,
    stored: chunk,
    keys: { name: 'v2', separator: meta.dimension_separator ?? '.' },
    coding:
      typeof meta.dtype === 'string'
        ? codingOfV2(meta.dtype, objectCodec)
        : { kind: 'opaque', name: 'structured' },
    order: meta.order === 'F' ? axes.reverse() : axes,
    fill: meta.fill_value ?? null,
    codecs: [...byteFilters, ...compressors].map(toCodec),
    shardIndexCodecs: null,
    unsupported:
      strange === undefined || structured ? null : `its filter «${strange.id}» is not supported`,
  };
}

const toCodec = ({ id, ...configuration }: z.infer<typeof codecSchema>): Codec => ({
  name: `numcodecs.${id}`,
  configuration,
});
