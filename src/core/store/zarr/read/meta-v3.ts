import { z } from 'zod';
import type { Attrs } from '../../store.ts';
import type { Codec, ZarrArrayMeta } from './array-meta.ts';
import { codingOfV3 } from './coding.ts';

const size = z.int().nonnegative();
const NO_CONFIGURATION: Readonly<Record<string, unknown>> = {};
const namedSchema = z.union([
  z.string().transform((name) => ({ name, configuration: NO_CONFIGURATION })),
  z.object({
    name: z.string(),
    configuration: z.record(z.string(), z.unknown()).default({}),
  }),
]);
/** An array's `zarr.json` of the Zarr core specification, version 3. */
const arraySchema = z.object({
  zarr_format: z.literal(3),
  node_type: z.literal('array'),
  shape: z.array(size),
  data_type: namedSchema,
  chunk_grid: z.object({
    name: z.literal('regular'),
    configuration: z.object({ chunk_shape: z.array(size) }),
  }),
  chunk_key_encoding: z.object({
    name: z.enum(['default', 'v2']),
    configuration: z.object({ separator: z.enum(['.', '/']).optional() }).default({}),
  }),
  fill_value: z.unknown().optional(),
  codecs: z.array(namedSchema),
  storage_transformers: z.array(z.unknown()).default([]),
});
const shardingSchema = z.object({
  chunk_shape: z.array(size),
  codecs: z.array(namedSchema),
  index_codecs: z.array(namedSchema),
  index_location: z.enum(['start', 'end']).default('end'),
});
const transposeSchema = z.object({ order: z.union([z.array(size), z.enum(['C', 'F'])]) });
const bytesSchema = z.object({ endian: z.enum(['little', 'big']).default('little') });

/** @throws z.ZodError */
export function parseV3(json: unknown, attrs: Attrs): ZarrArrayMeta {
  const meta = arraySchema.parse(json);
  const outer = splitCodecs(meta.codecs, meta.shape.length);
  const stored = meta.chunk_grid.configuration.chunk_shape.map((n) => Math.max(n, 1));
  const sharding =
    outer.serializer?.name === 'sharding_indexed'
      ? shardingSchema.parse(outer.serializer.configuration)
      : null;
  const inner = sharding === null ? outer : splitCodecs(sharding.codecs, meta.shape.length);
  const bigEndian =
    inner.serializer?.name === 'bytes' &&
    bytesSchema.parse(inner.serializer.configuration).endian === 'big';
  const lengthBytes = z
    .int()
    .optional()
    .catch(undefined)
    .parse(meta.data_type.configuration['length_bytes']);
  return {
    attrs,
    shape: meta.shape,
    chunk: sharding?.chunk_shape ?? stored,
    stored,
    keys: {
      name: meta.chunk_key_encoding.name,
      separator:
        meta.chunk_key_encoding.configuration.separator ??
        (meta.chunk_key_encoding.name === 'default' ? '/' : '.'),
    },
    coding: codingOfV3(meta.data_type.name, lengthBytes, bigEndian),
    order: inner.order,
    fill: meta.fill_value ?? null,
    codecs: inner.byteCodecs,
    shardIndexCodecs: sharding?.index_codecs ?? null,
    unsupported: unsupported(meta, outer, inner, sharding),
  };
}

interface Codecs {
  readonly order: readonly number[];
  readonly serializer: Codec | undefined;
  readonly byteCodecs: readonly Codec[];
  readonly strange: string | undefined;
}

const SERIALIZERS: ReadonlySet<string> = new Set(['bytes', 'vlen-utf8', 'sharding_indexed']);

/** The chain array → array, array → bytes, bytes → bytes, apart. */
function splitCodecs(codecs: readonly Codec[], rank: number): Codecs {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const at = codecs.findIndex(({ name }) => SERIALIZERS.has(name));
  const before = codecs.slice(0, Math.max(at, 0));
  const transposes = before.filter(({ name }) => name === 'transpose');
  const strange =
    before.find(({ name }) => name !== 'transpose') ??
    transposes[1] ??
    (at < 0 ? codecs[0] : undefined);
  const [transpose] = transposes;
  let order: readonly number[] = axes;
  if (transpose !== undefined) {
    const given = transposeSchema.parse(transpose.configuration).order;
    if (given === 'F') order = axes.reverse();
    else if (given !== 'C') order = permutation(rank).parse(given);
  }
  return {
    order,
    serializer: codecs[at],
    byteCodecs: codecs.slice(at + 1),
    strange: strange?.name,
  };
}

const permutation = (rank: number) =>
  z
    .array(size)
    .refine(
      (order) =>
        order.length === rank && new Set(order).size === rank && Math.max(-1, ...order) < rank,
    );

function unsupported(
  meta: z.infer<typeof arraySchema>,
  outer: Codecs,
  inner: Codecs,
  sharding: z.infer<typeof shardingSchema> | null,
): string | null {
  const strange = outer.strange ?? inner.strange;
  if (strange !== undefined) return `its codec «${strange}» is not supported`;
  if (meta.storage_transformers.length > 0) return 'its storage transformers are not supported';
  if (sharding === null) return null;
  if (inner.serializer?.name === 'sharding_indexed')
    return 'shards inside shards are not supported';
  if (outer.byteCodecs.length > 0 || outer.order.some((axis, i) => axis !== i)) {
    return 'codecs around shards are not supported';
  }
  if (
    meta.chunk_grid.configuration.chunk_shape.some(
      (n, i) => n % (sharding.chunk_shape[i] ?? 0) !== 0,
    )
  ) {
    return 'its chunks do not fill its shards';
  }
  return sharding.index_location === 'end'
    ? null
    : 'shards with their index at the start are not supported';
}
