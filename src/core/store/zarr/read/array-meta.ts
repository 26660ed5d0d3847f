import type { Attrs } from '../../store.ts';
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
  /** Null without shards. */
  readonly shardIndexCodecs: readonly Codec[] | null;
  /** Why it cannot be read though its metadata is right; else null. */
  readonly unsupported: string | null;
}

export interface Codec {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

export const codecNames = ({ codecs }: ZarrArrayMeta): readonly string[] =>
  codecs.map((codec) => codec.name.replace(/^numcodecs\./u, ''));
