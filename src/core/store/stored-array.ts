import { type ElemUnreadableError, throwIfCancelled } from '../errors.ts';
import type { DataType, ReadableDType } from './dtype.ts';
import { emptyBlock } from './empty-block.ts';
import { fieldDType, fieldOf, plainBlock, textOf, type FieldReader } from './field-array.ts';
import type { ArrayNode, Attrs, Block, StoredChunks, ValuesBlock } from './store.ts';

/** Rows `[start, stop)` of `perRow` values each. */
export interface Rows {
  readonly start: number;
  readonly stop: number;
  readonly perRow: number;
}

/** What the arrays of both formats have in common: the ways to read one, and what a read checks first. */
export abstract class StoredArray implements ArrayNode, FieldReader {
  readonly kind = 'array';
  abstract readonly path: string;
  abstract readonly attrs: Attrs;
  abstract readonly dtype: DataType;
  abstract readonly shape: readonly number[] | null;
  abstract readonly chunks: readonly number[] | null;
  abstract readonly filters: readonly string[];
  abstract readonly stored: StoredChunks | null;

  async read(start: number, stop: number, signal?: AbortSignal): Promise<Block> {
    return plainBlock(this, await this.readValues(start, stop, signal));
  }

  field(name: string): ArrayNode {
    return fieldOf(this, name, this);
  }

  async readValues(start: number, stop: number, signal?: AbortSignal): Promise<ValuesBlock> {
    return this.#readChecked(undefined, start, stop, signal);
  }

  async readTextStart(limit: number, signal?: AbortSignal): Promise<string | null> {
    throwIfCancelled(signal);
    const start = this.refusal === null ? await this.longTextStart(limit, signal) : undefined;
    if (start === undefined) return textOf(await this.read(0, 1, signal), limit);
    return start?.slice(0, limit) ?? null;
  }

  async readField(
    field: number,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    return this.#readChecked(field, start, stop, signal);
  }

  /** Why no value can be read, whichever it is; null where values can be read. */
  protected abstract readonly refusal: string | null;

  /**
   * At least one value, of a field or of all where no position is given.
   * @param dtype of what is read
   * @throws ElemUnreadableError, CancelledError
   */
  protected abstract readRows(
    field: number | undefined,
    rows: Rows,
    dtype: ReadableDType,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock>;

  /**
   * At least `limit` characters that the text of a scalar begins with; null where they cannot be read
   * without all of the text, undefined where it is short.
   * @throws ElemUnreadableError, CancelledError
   */
  protected abstract longTextStart(
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<string | null | undefined>;

  protected abstract unreadable(reason: string, cause?: unknown): ElemUnreadableError;

  async #readChecked(
    field: number | undefined,
    start: number,
    stop: number,
    signal: AbortSignal | undefined,
  ): Promise<ValuesBlock> {
    throwIfCancelled(signal);
    const length = this.shape === null ? 0 : (this.shape[0] ?? 1);
    if (!(start >= 0 && start <= stop && stop <= length)) {
      throw new RangeError(`rows ${start} to ${stop} of ${length}`);
    }
    const { dtype } = this;
    if (dtype.kind === 'opaque') {
      throw this.unreadable(`values of type «${dtype.name}» cannot be read`);
    }
    if (this.refusal !== null) throw this.unreadable(this.refusal);
    const perRow = (this.shape ?? []).slice(1).reduce((product, n) => product * n, 1);
    const wanted = fieldDType(dtype, field);
    if ((stop - start) * perRow === 0) return emptyBlock(wanted);
    return this.readRows(field, { start, stop, perRow }, wanted, signal);
  }
}
