import * as z from 'zod';
import type { Attrs } from '../../store.ts';
import type { Codec, ZarrArrayMeta } from './array-meta.ts';
import { Utf8Array } from '../../utf8.ts';
import { codingOfV2, type Coding } from './coding.ts';
import { recordsCoding } from './record-coding.ts';

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
const OBJECT_CODECS: ReadonlySet<string> = new Set([
  'vlen-utf8',
  'vlen-bytes',
  'vlen-array',
  'json2',
  'pickle',
  'msgpack2',
]);
const categorizeSchema = z.object({
  labels: z.array(z.string()),
  astype: z.string().default('|u1'),
});

/** @throws z.ZodError */
export function parseV2(json: unknown, attrs: Attrs): ZarrArrayMeta {
  const meta = arraySchema.parse(json);
  z.literal(meta.shape.length).parse(meta.chunks.length);
  const filters = meta.filters ?? [];
  const objectCodec = filters.find(({ id }) => OBJECT_CODECS.has(id))?.id;
  const categorize = filters.find(({ id }) => id === 'categorize');
  const byteFilters = filters.filter(
    (filter) => !OBJECT_CODECS.has(filter.id) && filter !== categorize,
  );
  const compressors = meta.compressor == null ? [] : [meta.compressor];
  const chunk = meta.chunks.map((n) => Math.max(n, 1));
  const axes = meta.shape.map((_, axis) => axis);
  return {
    attrs,
    shape: meta.shape,
    chunk,
    stored: chunk,
    keys: { name: 'v2', separator: meta.dimension_separator ?? '.' },
    coding: codingOf(meta.dtype, objectCodec, categorize),
    order: meta.order === 'F' ? axes.reverse() : axes,
    fill: meta.fill_value ?? null,
    codecs: [...byteFilters, ...compressors].map(toCodec),
    shards: [],
    unsupported: null,
  };
}

function codingOf(
  dtype: string | unknown[],
  objectCodec: string | undefined,
  categorize: z.infer<typeof codecSchema> | undefined,
): Coding {
  if (typeof dtype !== 'string') return structuredOf(dtype);
  if (categorize === undefined) return codingOfV2(dtype, objectCodec);
  const { labels, astype } = categorizeSchema.parse(categorize);
  const codes = codingOfV2(astype, undefined);
  return codes.kind === 'fixed'
    ? { kind: 'categorize', labels: Utf8Array.from(labels), codes }
    : { kind: 'opaque', name: dtype };
}

type FieldJson = readonly [name: string, dtype: unknown, shape?: number | readonly number[]];
const fieldSchema: z.ZodType<FieldJson> = z.union([
  z.tuple([z.string(), z.unknown()]),
  z.tuple([z.string(), z.unknown(), z.union([z.int().positive(), z.array(z.int().positive())])]),
]);

/** numpy's list of fields: a name, a dtype or a list of fields again, and perhaps a shape. */
function structuredOf(dtype: unknown): Coding {
  const fields = z.array(fieldSchema).nonempty().parse(dtype);
  return recordsCoding(
    fields.map(([name, of, shape = []]) => ({
      name,
      coding: typeof of === 'string' ? codingOfV2(of, undefined) : structuredOf(of),
      shape: typeof shape === 'number' ? [shape] : shape,
    })),
  );
}

const toCodec = ({ id, ...configuration }: z.infer<typeof codecSchema>): Codec => ({
  name: `numcodecs.${id}`,
  configuration,
});
