import { readUint } from './bytes.ts';
import { filtersOf, type Filter } from './filter-message.ts';
import { MESSAGE, type HeaderMessage } from './object-header.ts';
import { UNDEFINED_ADDRESS } from './raw-file.ts';
import { UnknownFormatError } from './unknown-format.ts';

/** Where the values of a dataset are. */
export interface DirectLayout {
  readonly storage: Storage;
  /** Shape of a chunk; null when the values are in one piece. */
  readonly chunks: number[] | null;
  readonly filters: readonly Filter[];
  /** Bytes of one value that was never written; null means zeros. */
  readonly fill: Uint8Array | null;
}

export type Storage =
  | { readonly kind: 'nowhere' }
  /** The values themselves, in the object header. */
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number; readonly size: number }
  | ChunkedStorage;

export interface ChunkedStorage {
  readonly kind: 'chunked';
  readonly chunk: readonly number[];
  /** Bytes of one value. */
  readonly itemBytes: number;
  readonly address: number;
  readonly index: IndexKind;
}

export type IndexKind =
  | { readonly kind: 'btree' | 'btree-v2' | 'implicit' | 'fixed-array' | 'extensible-array' }
  /** `size` in bytes as stored; null when no filter changed it. */
  | { readonly kind: 'single'; readonly size: number | null; readonly mask: number };

/** Bytes of what is stored in one piece; undefined where nothing is. */
export function sizeOf(storage: Exclude<Storage, ChunkedStorage>): number | undefined {
  switch (storage.kind) {
    case 'nowhere':
      return undefined;
    case 'compact':
      return storage.bytes.length;
    case 'contiguous':
      return storage.size;
  }
}

/**
 * The layout that an object header describes (format specification, sections IV.A.2.e to i).
 * @throws RangeError when a message is damaged, UnknownFormatError
 */
export function directLayout(messages: readonly HeaderMessage[]): DirectLayout {
  const find = (type: number) => messages.find((message) => message.type === type);
  const layout = find(MESSAGE.layout);
  const filters = find(MESSAGE.filters);
  const fill = find(MESSAGE.fillValue);
  if (layout === undefined) throw new RangeError('an array without values');
  if (layout.shared || filters?.shared === true || fill?.shared === true) {
    throw new UnknownFormatError('a shared message');
  }
  // Written by HDF5 before 1.6 only.
  if (fill === undefined && find(MESSAGE.oldFillValue) !== undefined) {
    throw new UnknownFormatError('this fill value');
  }
  return {
    ...storageOf(layout.body),
    filters: filters === undefined ? [] : filtersOf(filters.body),
    fill: fill === undefined ? null : fillOf(fill.body),
  };
}

type Stored = Pick<DirectLayout, 'storage' | 'chunks'>;

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;

function storageOf(body: Buffer): Stored {
  const version = body.readUInt8(0);
  const layoutClass = body.readUInt8(1);
  if (version < 3 || version > 5) throw new UnknownFormatError('this layout');
  if (layoutClass === COMPACT) {
    const size = body.readUInt16LE(2);
    if (4 + size > body.length) throw new RangeError('the values are cut off');
    const bytes = Uint8Array.from(body.subarray(4, 4 + size));
    return { storage: { kind: 'compact', bytes }, chunks: null };
  }
  if (layoutClass === CONTIGUOUS) {
    const address = addressAt(body, 2);
    if (address === undefined) return { storage: { kind: 'nowhere' }, chunks: null };
    const size = Number(body.readBigUInt64LE(10));
    return { storage: { kind: 'contiguous', address, size }, chunks: null };
  }
  if (layoutClass !== CHUNKED) throw new UnknownFormatError('this layout');
  return version === 3 ? chunkedV3(body) : chunkedV4(body);
}

function chunkedV3(body: Buffer): Stored {
  const rank = body.readUInt8(2);
  const dims = Array.from({ length: rank }, (_, axis) => body.readUInt32LE(11 + 4 * axis));
  return chunked(dims, addressAt(body, 3), { kind: 'btree' });
}

/** Flags of versions 4 and 5. */
const UNFILTERED_EDGES = 1;
const FILTERED_SINGLE = 2;
const INDEX = { single: 1, implicit: 2, fixedArray: 3, extensibleArray: 4, btreeV2: 5 } as const;

function chunkedV4(body: Buffer): Stored {
  const flags = body.readUInt8(2);
  const rank = body.readUInt8(3);
  const width = body.readUInt8(4);
  if (flags & UNFILTERED_EDGES || width > 8) throw new UnknownFormatError('this layout');
  const dims = Array.from({ length: rank }, (_, axis) => readUint(body, 5 + width * axis, width));
  const at = 5 + width * rank;
  const details = at + 1;
  switch (body.readUInt8(at)) {
    case INDEX.single: {
      const isFiltered = (flags & FILTERED_SINGLE) !== 0;
      const size = isFiltered ? Number(body.readBigUInt64LE(details)) : null;
      const mask = isFiltered ? body.readUInt32LE(details + 8) : 0;
      const address = addressAt(body, details + (isFiltered ? 12 : 0));
      return chunked(dims, address, { kind: 'single', size, mask });
    }
    case INDEX.implicit:
      return chunked(dims, addressAt(body, details), { kind: 'implicit' });
    case INDEX.fixedArray:
      return chunked(dims, addressAt(body, details + 1), { kind: 'fixed-array' });
    case INDEX.extensibleArray:
      return chunked(dims, addressAt(body, details + 5), { kind: 'extensible-array' });
    case INDEX.btreeV2:
      return chunked(dims, addressAt(body, details + 6), { kind: 'btree-v2' });
    default:
      throw new UnknownFormatError('this chunk index');
  }
}

/** @param dims of a chunk, then the bytes of a value */
function chunked(dims: readonly number[], address: number | undefined, index: IndexKind): Stored {
  if (dims.includes(0)) throw new RangeError('a chunk without values');
  const chunk = dims.slice(0, -1);
  if (address === undefined) return { storage: { kind: 'nowhere' }, chunks: chunk };
  const itemBytes = dims.at(-1) ?? 0;
  return { storage: { kind: 'chunked', chunk, itemBytes, address, index }, chunks: chunk };
}

function addressAt(body: Buffer, at: number): number | undefined {
  const address = body.readBigUInt64LE(at);
  return address === UNDEFINED_ADDRESS ? undefined : Number(address);
}

/** Flags of version 3. */
const FILL = { isThere: 0x20, all: 0x3f } as const;

function fillOf(body: Buffer): Uint8Array | null {
  const version = body.readUInt8(0);
  const flags = body.readUInt8(1);
  if (version < 1 || version > 3 || (version === 3 && flags > FILL.all)) throw damagedFill();
  const isDefined = version === 3 ? (flags & FILL.isThere) !== 0 : body.readUInt8(3) !== 0;
  if (!isDefined) return null;
  const at = version === 3 ? 2 : 4;
  const size = body.readUInt32LE(at);
  if (at + 4 + size > body.length || (version === 3 && size === 0)) throw damagedFill();
  return size === 0 ? null : Uint8Array.from(body.subarray(at + 4, at + 4 + size));
}

const damagedFill = (): RangeError => new RangeError('a damaged fill value');
