import type { StoreFormat } from '../../shared/options.ts';
import type { ComplexDType, DataType, NumericArray, NumericDType, ReadableDType } from './dtype.ts';
import type { Utf8Array } from './utf8.ts';

/**
 * One interface over both formats. A store is a tree of groups and arrays with attributes; all that
 * AnnData means by them is in `core/anndata`.
 *
 * Reading: `openStore(path)` → `Store` → `root`. Every path is the store's own, without a leading
 * slash, segments joined by '/'.
 */
export interface Store {
  /** As given by the user. */
  readonly path: string;
  readonly format: StoreFormat;
  readonly root: GroupNode;
  /** Releases every handle; idempotent. */
  close(): Promise<void>;
}

/** An attribute as read. HDF5 object references appear as the path they point to. */
export type AttrValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly AttrValue[]
  | { readonly [key: string]: AttrValue };
export type Attrs = Readonly<Record<string, AttrValue>>;

export interface GroupNode {
  readonly kind: 'group';
  readonly path: string;
  readonly attrs: Attrs;
  /** Names of the members, in code point order. */
  keys(): Promise<readonly string[]>;
  /** Whether it has no members, where possible without listing all of them. */
  isEmpty(): Promise<boolean>;
  has(name: string): Promise<boolean>;
  /** @throws ElemUnreadableError when there is no such member or its metadata is damaged. */
  get(name: string): Promise<Node>;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly path: string;
  readonly attrs: Attrs;
  readonly dtype: DataType;
  /** `[]` for a scalar, null for HDF5's null dataspace. */
  readonly shape: readonly number[] | null;
  /** Chunk shape; null when the values are contiguous. */
  readonly chunks: readonly number[] | null;
  /** Filters or codecs in the order in which they were applied on writing, as in `shuffle`, `gzip`. */
  readonly filters: readonly string[];
  /**
   * Rows `[start, stop)` of the first dimension, all of the others, in C order. A scalar is read
   * as `read(0, 1)`. The block belongs to the caller.
   * @throws ElemUnreadableError on damaged data, a missing filter, or values that are neither numbers
   *   nor text
   * @throws CancelledError
   */
  read(start: number, stop: number, signal?: AbortSignal): Promise<Block>;
  /** As `read`, also for complex numbers and records. */
  readValues(start: number, stop: number, signal?: AbortSignal): Promise<ValuesBlock>;
  /**
   * What the text of a scalar begins with, at a cost that does not grow with the text.
   * @returns at most `limit` characters; null where to find them takes reading all of a long text
   * @throws ElemUnreadableError, CancelledError
   */
  readTextStart(limit: number, signal?: AbortSignal): Promise<string | null>;
  /**
   * A field of records as an array of its own, whose shape is the array's, then the field's.
   * @throws ElemUnreadableError when there is none of this name
   */
  field(name: string): ArrayNode;
  /** Null when its chunks are of no use as they are stored. */
  readonly stored: StoredChunks | null;
}

/** The chunks of an array of whole rows as they are stored, compressed. */
export interface StoredChunks {
  /**
   * The format, the dtype, the shape of the chunks and what was done to them. Where it is equal, equal
   * bytes are equal values.
   */
  readonly form: string;
  /**
   * Chunk `chunk` of the first dimension. The bytes belong to the caller, are not decoded, and may be
   * damaged. Null when nothing is stored for it, or not in this form.
   * @throws ElemUnreadableError, CancelledError
   */
  read(chunk: number, signal?: AbortSignal): Promise<Uint8Array | null>;
}

export type Node = GroupNode | ArrayNode;

/** Values in memory, C order. */
export type Block = NumericBlock | StringBlock;
/** Values of any dtype that can be read. */
export type ValuesBlock = Block | ComplexBlock | StructBlock;
export interface NumericBlock {
  readonly kind: 'numeric';
  readonly dtype: NumericDType;
  readonly values: NumericArray;
}
export interface ComplexBlock {
  readonly kind: 'complex';
  readonly dtype: ComplexDType;
  /** Real and imaginary part of each, side by side. */
  readonly values: Float32Array | Float64Array;
}
export interface StringBlock {
  readonly kind: 'string';
  readonly values: Utf8Array;
}
export interface StructBlock {
  readonly kind: 'struct';
  /** Number of records. */
  readonly length: number;
  /** Each with the values of all records. */
  readonly fields: readonly FieldBlock[];
}
export interface FieldBlock {
  readonly name: string;
  /** Of the field in one record. */
  readonly shape: readonly number[];
  readonly block: ValuesBlock;
}

/**
 * Writing: `createStore(path, format)` → `StoreSink`, whose root takes groups and arrays in any
 * order. Nothing of it is visible at its final path before `commit`.
 */
export interface StoreSink {
  readonly root: GroupSink;
  /** A checkpoint holds arrays of numbers that are open. */
  readonly continuesArrays: boolean;
  /**
   * Brings to the disk what was written so far. Answers what is new since the last checkpoint, as
   * JSON: from all checkpoints together `reopenStore` continues the store, after which the groups
   * are asked for again and the arrays are there. Arrays may be open where the store
   * `continuesArrays`: these are asked for again too, and go on behind the rows they have.
   * @throws OutputUnwritableError
   */
  checkpoint(): Promise<object>;
  /** Completes the store and flushes it to the disk. Returns its size in bytes. */
  finish(): Promise<number>;
  /** Releases every handle. What is on disk is not a whole store. Idempotent, also after `finish`. */
  close(): Promise<void>;
}

/** An attribute to write: string, bool, int64, string array, int64 array. */
export type AttrInput = string | boolean | number | readonly string[] | BigInt64Array;
export type AttrsInput = Readonly<Record<string, AttrInput>>;

export interface GroupSink {
  /** @throws when the name exists, is empty, `.`, `..` or holds a '/'. */
  group(name: string, attrs: AttrsInput): Promise<GroupSink>;
  array(name: string, spec: ArraySpec): Promise<ArraySink>;
  /** An array without values: AnnData's `null`. */
  nothing(name: string, attrs: AttrsInput): Promise<void>;
}

/** How chunks are compressed: gzip with a level of 0 to 9, zstd (Zarr alone) with one of 1 to 22. */
export type Compression =
  | { readonly id: 'none' }
  | { readonly id: 'gzip'; readonly level: number }
  | { readonly id: 'zstd'; readonly level: number };

export interface ArraySpec {
  readonly dtype: ReadableDType;
  /**
   * `[]` for a scalar. When `growable`, the first entry is the expected number of rows, a hint: the
   * final one is the number appended.
   */
  readonly shape: readonly number[];
  readonly growable: boolean;
  /** Rows of the first dimension in a chunk; other dimensions are whole. Null: contiguous where the format can. */
  readonly chunkRows: number | null;
  readonly compression: Compression;
  /** Forms of chunks that it may be given as they are stored: it takes the first of them that it can. */
  readonly storedAs?: readonly string[];
  readonly attrs: AttrsInput;
}

/** Takes chunks as another array has stored them. */
export interface StoredSink {
  /** As that of `StoredChunks`: chunks of another form must not be given. */
  readonly form: string;
  /** Rows of a chunk. */
  readonly rows: number;
  /**
   * Appends a whole chunk, where the rows before it are whole chunks. The sink owns the bytes from
   * then on.
   * @throws OutputUnwritableError
   */
  append(chunk: Uint8Array, signal?: AbortSignal): Promise<void>;
}

export interface ArraySink {
  /**
   * Appends whole rows in C order. The sink is done with the block's memory when the promise
   * resolves. Blocks of one array are appended one at a time; different arrays may interleave.
   * @throws OutputUnwritableError
   */
  append(block: ValuesBlock, signal?: AbortSignal): Promise<void>;
  /** Null when the sink takes values alone. */
  readonly stored: StoredSink | null;
  /** @throws OutputUnwritableError when fewer or more rows than declared were appended. */
  close(): Promise<void>;
}
