/** Undoes one codec. */
export interface Decoder {
  /** Most bytes that `size` bytes may have become on writing. */
  readonly encodedBound: (size: number) => number;
  /**
   * @param limit bytes that may come out; more are refused before they are allocated
   * @throws Error when the bytes are damaged
   */
  readonly decode: (bytes: Uint8Array, limit: number) => Uint8Array | Promise<Uint8Array>;
}

/** @throws z.ZodError when the configuration is not one of this codec */
export type DecoderFactory = (configuration: Readonly<Record<string, unknown>>) => Decoder;
