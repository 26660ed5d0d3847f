import * as z from 'zod';
import type { Attrs } from '../../store.ts';
import type { ShardLevel, ZarrArrayMeta } from './array-meta.ts';
import { codecSchema, size, splitCodecs, type CodecChain } from './codec-chain.ts';
import { codingOfV3, type Coding } from './coding.ts';
import { recordsCoding } from './record-coding.ts';

/** An array's `zarr.json` of the Zarr core specification, version 3. */
const arraySchema = z.looseObject({
  zarr_format: z.literal(3),
  node_type: z.literal('array'),
  shape: z.array(size),
  data_type: codecSchema,
  chunk_grid: z.object({
    name: z.literal('regular'),
    configuration: z.object({ chunk_shape: z.array(size) }),
  }),
  chunk_key_encoding: z.object({
    name: z.enum(['default', 'v2']),
    configuration: z.object({ separator: z.enum(['.', '/']).optional() }).default({}),
  }),
  fill_value: z.unknown().optional(),
  codecs: z.array(codecSchema),
  attributes: z.unknown().optional(),
  storage_transformers: z.array(z.unknown()).default([]),
  dimension_names: z.unknown().optional(),
});
const KNOWN: ReadonlySet<string> = new Set(Object.keys(arraySchema.shape));
const ignorableSchema = z.looseObject({ must_understand: z.literal(false) });
const shardingSchema = z.object({
  chunk_shape: z.array(size),
  codecs: z.array(codecSchema),
  index_codecs: z.array(codecSchema),
  index_location: z.enum(['start', 'end']).default('end'),
});

type ArrayJson = z.infer<typeof arraySchema>;

/** @throws z.ZodError */
export function parseV3(json: unknown, attrs: Attrs): ZarrArrayMeta {
  const meta = arraySchema.parse(json);
  const rank = meta.shape.length;
  const stored = meta.chunk_grid.configuration.chunk_shape.map((n) => Math.max(n, 1));
  z.literal(rank).parse(stored.length);
  const shards: ShardLevel[] = [];
  const problems = [extensionProblem(meta)];
  let chunk: readonly number[] = stored;
  let chain = splitCodecs(meta.codecs, rank);
  while (chain.serializer?.name === 'sharding_indexed') {
    problems.push(shardProblem(chain));
    const sharding = shardingSchema.parse(chain.serializer.configuration);
    z.literal(rank).parse(sharding.chunk_shape.length);
    const index = splitCodecs(sharding.index_codecs, rank + 1);
    const part = sharding.chunk_shape.map((n) => Math.max(n, 1));
    const grid = chunk.map((n, axis) => n / (part[axis] ?? 1));
    if (!grid.every(Number.isInteger)) problems.push('its chunks do not fill its shards');
    problems.push(indexProblem(index));
    shards.push({
      grid,
      part,
      indexCodecs: index.byteCodecs,
      bigEndian: index.bigEndian,
      indexAtStart: sharding.index_location === 'start',
    });
    chunk = part;
    chain = splitCodecs(sharding.codecs, rank);
  }
  if (chain.strange !== undefined) problems.push(codecProblem(chain.strange));
  return {
    attrs,
    shape: meta.shape,
    chunk,
    stored,
    keys: {
      name: meta.chunk_key_encoding.name,
      separator:
        meta.chunk_key_encoding.configuration.separator ??
        (meta.chunk_key_encoding.name === 'default' ? '/' : '.'),
    },
    coding: codingOf(meta, chain),
    order: chain.order,
    fill: meta.fill_value ?? null,
    codecs: [...chain.valueCodecs, ...chain.byteCodecs],
    shards,
    unsupported: problems.find((problem) => problem !== null) ?? null,
  };
}

const codingOf = ({ data_type: type }: ArrayJson, { bigEndian }: CodecChain): Coding =>
  typeCoding(type, bigEndian);

/** A name and a type; as `struct` of zarr-python from 3.2 on has it, named. */
const fieldSchema = z.union([
  z.tuple([z.string(), codecSchema]),
  z
    .object({ name: z.string(), data_type: codecSchema })
    .transform(({ name, data_type }) => [name, data_type] as const),
]);
const fieldsSchema = z.array(fieldSchema).nonempty();

/** zarr-python's `structured`, and `struct`: a list of fields, each with its type. */
function typeCoding(type: z.infer<typeof codecSchema>, bigEndian: boolean): Coding {
  if (type.name === 'structured' || type.name === 'struct') {
    const fields = fieldsSchema.parse(type.configuration['fields']);
    return recordsCoding(
      fields.map(([name, of]) => ({ name, coding: typeCoding(of, bigEndian), shape: [] })),
    );
  }
  const lengthBytes = z.int().optional().catch(undefined).parse(type.configuration['length_bytes']);
  return codingOfV3(type.name, lengthBytes, bigEndian);
}

const codecProblem = (name: string): string => `its codec «${name}» is not supported`;

/** What the specification says must be understood, and is not. */
function extensionProblem(meta: ArrayJson): string | null {
  if (meta.storage_transformers.length > 0) return 'its storage transformers are not supported';
  const unknown = Object.entries(meta).find(
    ([name, value]) => !KNOWN.has(name) && !ignorableSchema.safeParse(value).success,
  );
  return unknown === undefined ? null : `its extension «${unknown[0]}» is not supported`;
}

function shardProblem({ strange, order, valueCodecs, byteCodecs }: CodecChain): string | null {
  if (strange !== undefined) return codecProblem(strange);
  const isPlain =
    valueCodecs.length === 0 && byteCodecs.length === 0 && order.every((axis, i) => axis === i);
  return isPlain ? null : 'codecs around shards are not supported';
}

/** Only codecs of a fixed size may be used for an index, so that it can be found. */
function indexProblem({ strange, serializer, byteCodecs }: CodecChain): string | null {
  const other = byteCodecs.find(({ name }) => name !== 'crc32c');
  const name = strange ?? (serializer?.name === 'bytes' ? other?.name : serializer?.name);
  return name === undefined ? null : codecProblem(name);
}
