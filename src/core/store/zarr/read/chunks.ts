import path from 'node:path';
import * as zarr from 'zarrita';
import type { DecodedChunk } from '../../chunk-cache.ts';
import { itemSize } from '../../dtype.ts';
import type { Utf8Array } from '../../utf8.ts';
import type { Codec, ZarrArrayMeta } from './array-meta.ts';
import { hasCodec, prepareCodecs } from './codecs.ts';
import type { Coding } from './coding.ts';
import { ChunkRequest, ChunkSource } from './source.ts';
import { decodeFixedBytes, decodeJson2, decodeUtf32, decodeVlenUtf8 } from './strings.ts';

/** More bytes than this in one chunk cannot be decoded. */
const MAX_CHUNK_BYTES = 2 ** 31 - 1;

/**
 * Decodes the chunks of one array. zarrita finds them, in shards or not, and undoes their byte
 * codecs: it is told that they hold plain bytes. What the bytes mean is decoded here, since zarrita
 * takes a truncated chunk for zeros and makes a JS string of each name.
 */
export class ZarrChunks {
  readonly #meta: ZarrArrayMeta;
  readonly #array: zarr.Array<'uint8', ChunkSource>;
  /** Values in a chunk. */
  readonly #count: number;

  /** @throws Error when a codec is not available */
  constructor(folder: string, meta: ZarrArrayMeta) {
    prepareCodecs();
    const missing = meta.codecs.find(({ name }) => !hasCodec(name));
    if (missing !== undefined) throw new Error(`its codec «${missing.name}» is not available`);
    this.#meta = meta;
    this.#count = meta.chunk.reduce((product, n) => product * n, 1);
    this.#array = new zarr.Array(new ChunkSource(folder), '/', bytesMeta(meta));
  }

  /**
   * The chunk at a position of the grid; undefined when nothing is stored for it.
   * @throws Error when it is damaged
   */
  async decode(
    position: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk | undefined> {
    const { coding } = this.#meta;
    const expected = sizeOf(coding, this.#count);
    if (expected !== undefined && expected > MAX_CHUNK_BYTES) {
      throw new Error(`a chunk of ${expected} bytes is too large`);
    }
    const request = new ChunkRequest(signal);
    const { data } = await this.#array.getChunk([...position], request);
    if (!request.found) return undefined;
    if (expected !== undefined && data.length !== expected) {
      throw new Error(`a chunk has ${data.length} bytes, not ${expected}`);
    }
    const strings = decodeStrings(coding, data, this.#count);
    if (strings === undefined) return { kind: 'bytes', bytes: data };
    if (strings.length !== this.#count) {
      throw new Error(`a chunk has ${strings.length} strings, not ${this.#count}`);
    }
    return { kind: 'strings', strings };
  }
}

/** File of the chunk at a position, for arrays without shards. */
export function chunkFile(
  folder: string,
  meta: ZarrArrayMeta,
  position: readonly number[],
): string {
  const { name, separator } = meta.keys;
  const key = name === 'default' ? ['c', ...position] : position;
  return path.join(folder, key.join(separator) || '0');
}

/** Bytes of a decoded chunk; undefined where they depend on the values. */
function sizeOf(coding: Coding, count: number): number | undefined {
  switch (coding.kind) {
    case 'fixed':
      return itemSize(coding.dtype) * count;
    case 'utf32':
    case 'bytes':
      return coding.size * count;
    case 'vlen-utf8':
    case 'json2':
    case 'opaque':
      return undefined;
  }
}

function decodeStrings(coding: Coding, bytes: Uint8Array, count: number): Utf8Array | undefined {
  switch (coding.kind) {
    case 'utf32':
      return decodeUtf32(bytes, coding.size, coding.bigEndian, count);
    case 'bytes':
      return decodeFixedBytes(bytes, coding.size, count);
    case 'vlen-utf8':
      return decodeVlenUtf8(bytes);
    case 'json2':
      return decodeJson2(bytes);
    case 'fixed':
    case 'opaque':
      return undefined;
  }
}

/** Metadata that make zarrita hand out a chunk's bytes as they come from its byte codecs. */
function bytesMeta(meta: ZarrArrayMeta): zarr.ArrayMetadata<'uint8'> {
  const bytes: Codec = { name: 'bytes', configuration: { endian: 'little' } };
  const inner = [bytes, ...meta.codecs];
  const codecs =
    meta.shardIndexCodecs === null
      ? inner
      : [
          {
            name: 'sharding_indexed',
            configuration: {
              chunk_shape: meta.chunk,
              codecs: inner,
              index_codecs: meta.shardIndexCodecs,
            },
          },
        ];
  return {
    zarr_format: 3,
    node_type: 'array',
    shape: [...meta.shape],
    data_type: 'uint8',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [...meta.stored] } },
    chunk_key_encoding: { name: meta.keys.name, configuration: meta.keys },
    codecs,
    fill_value: 0,
    attributes: {},
  };
}
