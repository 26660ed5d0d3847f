import { ClauseError } from '../../../clause-error.ts';

/** A part of what is stored under a key. */
export type ByteRange =
  | { readonly offset: number; readonly length: number }
  /** The last bytes. */
  | { readonly suffix: number };

export interface ByteRangeContent {
  readonly bytes: Uint8Array;
  /** Bytes under the key. */
  readonly total: number;
  /** Another one once what is under the key has changed; '' where it cannot. */
  readonly version: string;
}

/**
 * What Zarr calls a store: bytes under keys such as `X/data/c/0`. Keys are made of names that were
 * checked, so they never lead elsewhere.
 */
export interface ZarrSource {
  /** Whether a small part of what is under a key costs little more than its bytes. */
  readonly hasCheapRanges: boolean;
  /**
   * All bytes under a key; undefined when there is nothing.
   * @param limit more bytes are an error, before they are in memory
   */
  get(key: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** @throws FileEndsError when there are fewer bytes than asked for */
  getRange(
    key: string,
    range: ByteRange,
    signal?: AbortSignal,
  ): Promise<ByteRangeContent | undefined>;
  /** Whether there is something under a key. */
  has(key: string): Promise<boolean>;
  /** Names that may be members of a group; null when the source cannot list. */
  list(group: string): Promise<readonly string[] | null>;
  /** Idempotent. */
  close(): Promise<void>;
}

export const tooLarge = (size: number, limit: number): ClauseError =>
  new ClauseError(`${size} bytes are stored where at most ${limit} can be meant`);

/** Documents of which the root of a store has one or more, in both versions of Zarr. */
export const ROOT_DOCUMENTS = ['zarr.json', '.zgroup', '.zarray', '.zattrs', '.zmetadata'] as const;

/** Joins names to a key. */
export const keyOf = (...names: readonly string[]): string =>
  names.filter((name) => name !== '').join('/');
