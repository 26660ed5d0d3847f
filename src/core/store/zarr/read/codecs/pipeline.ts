import type { Codec } from '../array-meta.ts';
import { bareName } from './codec-name.ts';
import { CHECKSUMS } from './checksums.ts';
import { COMPRESSORS } from './compressors.ts';
import type { Decoder, DecoderFactory } from './decoder.ts';
import { VALUE_FILTERS } from './value-filters.ts';

const FACTORIES: ReadonlyMap<string, DecoderFactory> = new Map(
  [COMPRESSORS, CHECKSUMS, VALUE_FILTERS].flatMap((codecs) => Object.entries(codecs)),
);

/** Whether there is a codec of this name. */
export const hasCodec = (name: string): boolean => FACTORIES.has(bareName(name));

/** More bytes than this in one chunk cannot be decoded. */
export const MAX_CHUNK_BYTES = 2 ** 31 - 1;

/** Undoes a chain of codecs, from bytes to bytes. */
export class Pipeline {
  /** In the order in which they are applied on writing. */
  readonly #decoders: readonly Decoder[];

  /** @throws Error when a codec is not available or its configuration is damaged */
  constructor(codecs: readonly Codec[]) {
    this.#decoders = codecs.map(({ name, configuration }) => {
      const factory = FACTORIES.get(bareName(name));
      if (factory === undefined) throw new Error(`its codec «${bareName(name)}» is not available`);
      try {
        return factory(configuration);
      } catch (cause) {
        throw new Error(`the configuration of its codec «${bareName(name)}» is damaged`, { cause });
      }
    });
  }

  /** Most bytes that `size` bytes may have become on writing. */
  encodedBound(size: number): number {
    return this.#decoders.reduce((bound, decoder) => decoder.encodedBound(bound), size);
  }

  /**
   * @param limit bytes that may come out
   * @throws Error when the bytes are damaged
   */
  async decode(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
    const limits = [limit];
    for (const decoder of this.#decoders) {
      limits.push(Math.min(MAX_CHUNK_BYTES, decoder.encodedBound(limits.at(-1) ?? limit)));
    }
    let result = bytes;
    for (let i = this.#decoders.length - 1; i >= 0; i--) {
      result = (await this.#decoders[i]?.decode(result, limits[i] ?? limit)) ?? result;
    }
    return result;
  }
}
