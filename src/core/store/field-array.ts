import { ElemUnreadableError } from '../errors.ts';
import type { DataType, ReadableDType } from './dtype.ts';
import type { ArrayNode, Attrs, Block, ValuesBlock } from './store.ts';

/** An array of records that can read one of their fields. */
export interface FieldReader {
  /** Rows `[start, stop)` of the field at a position. */
  readField(
    field: number,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock>;
}

/** @throws ElemUnreadableError when there is no such field */
export function fieldOf(array: ArrayNode, name: string, reader: FieldReader): ArrayNode {
  const { dtype } = array;
  const position =
    dtype.kind === 'struct' ? dtype.fields.findIndex((field) => field.name === name) : -1;
  if (position < 0) {
    throw new ElemUnreadableError({ elem: array.path, reason: `it has no field «${name}»` });
  }
  return new FieldArray(array, position, reader);
}

/** The dtype of a field, or of all where no position is given. */
export function fieldDType(dtype: ReadableDType, position: number | undefined): ReadableDType {
  if (position === undefined || dtype.kind !== 'struct') return dtype;
  return dtype.fields[position]?.dtype ?? dtype;
}

/** @throws ElemUnreadableError when values are neither numbers nor text */
export function plainBlock({ path }: ArrayNode, block: ValuesBlock): Block {
  if (block.kind === 'numeric' || block.kind === 'string') return block;
  const what = block.kind === 'struct' ? 'records' : 'complex numbers';
  throw new ElemUnreadableError({ elem: path, reason: `it holds ${what}` });
}

/** The first of some texts, at most `limit` characters of it; null when they are no texts. */
export const textOf = (block: Block, limit: number): string | null =>
  block.kind === 'string' ? block.values.at(0).slice(0, limit) : null;

const NO_ATTRS: Attrs = {};

class FieldArray implements ArrayNode, FieldReader {
  readonly kind = 'array';
  readonly path: string;
  readonly attrs = NO_ATTRS;
  readonly dtype: DataType;
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly string[];
  readonly stored = null;
  readonly #position: number;
  readonly #reader: FieldReader;

  constructor(records: ArrayNode, position: number, reader: FieldReader) {
    const field = records.dtype.kind === 'struct' ? records.dtype.fields[position] : undefined;
    const inner = field?.shape ?? [];
    this.path = `${records.path}/${field?.name ?? ''}`;
    this.dtype = field?.dtype ?? records.dtype;
    this.shape = records.shape === null ? null : [...records.shape, ...inner];
    this.chunks = records.chunks === null ? null : [...records.chunks, ...inner];
    this.filters = records.filters;
    this.#position = position;
    this.#reader = reader;
  }

  async read(start: number, stop: number, signal?: AbortSignal): Promise<Block> {
    return plainBlock(this, await this.readValues(start, stop, signal));
  }

  readValues(start: number, stop: number, signal?: AbortSignal): Promise<ValuesBlock> {
    return this.#reader.readField(this.#position, start, stop, signal);
  }

  /** Records have no long texts. */
  async readTextStart(limit: number, signal?: AbortSignal): Promise<string | null> {
    return textOf(await this.read(0, 1, signal), limit);
  }

  field(name: string): ArrayNode {
    return fieldOf(this, name, this);
  }

  async readField(
    field: number,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    const block = await this.readValues(start, stop, signal);
    const found = block.kind === 'struct' ? block.fields[field] : undefined;
    if (found !== undefined) return found.block;
    throw new ElemUnreadableError({ elem: this.path, reason: 'it has no such field' });
  }
}
