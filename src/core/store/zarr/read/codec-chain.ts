import * as z from 'zod';
import type { Codec } from './array-meta.ts';
import { bareName } from './codecs/codec-name.ts';

export const size = z.int().nonnegative();

const NO_CONFIGURATION: Readonly<Record<string, unknown>> = {};
/** A codec, or anything else that Zarr v3 names: by its name alone, or with a configuration. */
export const codecSchema = z.union([
  z.string().transform((name) => ({ name, configuration: NO_CONFIGURATION })),
  z.object({
    name: z.string(),
    configuration: z.record(z.string(), z.unknown()).default({}),
  }),
]);

const transposeSchema = z.object({ order: z.union([z.array(size), z.enum(['C', 'F'])]) });
const bytesSchema = z.object({ endian: z.enum(['little', 'big']).default('little') });

/** Codecs of arrays that work on each value alone, in whatever order the values are. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  'fixedscaleoffset',
  'quantize',
  'bitround',
  'astype',
]);
/** Codecs of arrays that go through the values in C order. */
const SEQUENTIAL: ReadonlySet<string> = new Set(['delta', 'packbits']);
const SERIALIZERS: ReadonlySet<string> = new Set([
  'bytes',
  'vlen-utf8',
  'vlen-bytes',
  'sharding_indexed',
]);

/** The chain array → array, array → bytes, bytes → bytes, apart. */
export interface CodecChain {
  /** Axes from slowest to fastest, as transpositions leave them. */
  readonly order: readonly number[];
  /** Other codecs of arrays. */
  readonly valueCodecs: readonly Codec[];
  readonly serializer: Codec | undefined;
  readonly bigEndian: boolean;
  readonly byteCodecs: readonly Codec[];
  /** The name of a codec that cannot be undone where it stands. */
  readonly strange: string | undefined;
}

/** @throws z.ZodError when the configuration of a codec is damaged */
export function splitCodecs(codecs: readonly Codec[], rank: number): CodecChain {
  const at = codecs.findIndex(({ name }) => SERIALIZERS.has(name));
  const before = at < 0 ? codecs : codecs.slice(0, at);
  let order = Array.from({ length: rank }, (_, axis) => axis);
  const valueCodecs: Codec[] = [];
  let strange: string | undefined;
  let isSequential = false;
  for (const codec of before) {
    const name = bareName(codec.name);
    if (name === 'transpose') {
      if (isSequential) strange ??= name;
      const axes = permutationOf(codec, rank);
      order = axes.map((axis) => order[axis] ?? axis);
    } else if (ELEMENTWISE.has(name) || SEQUENTIAL.has(name)) {
      isSequential ||= SEQUENTIAL.has(name);
      valueCodecs.push(codec);
    } else {
      strange ??= name;
    }
  }
  const serializer = codecs[at];
  if (serializer === undefined) strange ??= 'bytes';
  const bigEndian =
    serializer?.name === 'bytes' && bytesSchema.parse(serializer.configuration).endian === 'big';
  // Codecs of arrays work on values as this machine holds them.
  if (bigEndian && valueCodecs.length > 0) strange ??= 'bytes';
  return { order, valueCodecs, serializer, bigEndian, byteCodecs: codecs.slice(at + 1), strange };
}

function permutationOf({ configuration }: Codec, rank: number): readonly number[] {
  const { order } = transposeSchema.parse(configuration);
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (order === 'C') return axes;
  if (order === 'F') return axes.reverse();
  return z
    .array(size)
    .refine(
      (given) =>
        given.length === rank && new Set(given).size === rank && Math.max(-1, ...given) < rank,
    )
    .parse(order);
}
