import type { Attrs } from '../../store.ts';
import { bareName } from './codecs/codec-name.ts';
import { hasCodec } from './codecs/pipeline.ts';
import type { Coding } from './coding.ts';

/** What the metadata of an array says, the same for both versions of Zarr. */
export interface ZarrArrayMeta {
  readonly attrs: Attrs;
  /** `[]` for a scalar. */
  readonly shape: readonly number[];
  /** Shape of the chunks that are decoded one at a time: inside a shard, if there are shards. */
  readonly chunk: readonly number[];
  /** Shape of what is stored under one key. */
  readonly stored: readonly number[];
  readonly keys: { readonly name: 'default' | 'v2'; readonly separator: '.' | '/' };
  readonly coding: Coding;
  /** Axes from slowest to fastest inside a chunk. */
  readonly order: readonly number[];
  readonly fill: unknown;
  /** What undoes the chunk's bytes, in the order in which it was applied on writing. */
  readonly codecs: readonly Codec[];
  /** From what is stored under a key to what holds chunks; empty without shards. */
  readonly shards: readonly ShardLevel[];
  /** Why it cannot be read though its metadata is right; else null. */
  readonly unsupported: string | null;
}

export interface ShardLevel {
  /** How many parts a shard has along each axis: chunks, or shards again. */
  readonly grid: readonly number[];
  /** Shape of a part. */
  readonly part: readonly number[];
  readonly indexCodecs: readonly Codec[];
  readonly bigEndian: boolean;
  readonly indexAtStart: boolean;
}

export interface Codec {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** What plans and trees call them; those that nobody here knows are `codec NAME`. */
export const codecNames = ({ codecs }: ZarrArrayMeta): readonly string[] =>
  codecs.map(({ name }) => (hasCodec(name) ? bareName(name) : `codec ${bareName(name)}`));
