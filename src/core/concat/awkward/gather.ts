import type { Form, Parameters } from '../../anndata/awkward/form.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';
import type { BufferReading } from './buffer-values.ts';
import {
  type IndexedLayout,
  isCategorical,
  type Layout,
  type ListLayout,
  toIndexed,
} from './layout.ts';
import type { AwkwardOutput, OutputBuffer } from './output-buffers.ts';
import {
  allRows,
  bitsAt,
  elementsOfLists,
  elementsOfRegular,
  indexedRows,
  lengthsOfLists,
  listBounds,
  type Rows,
  rowsOfTag,
  takenValues,
  unionRows,
  withoutNone,
} from './rows.ts';

/** Rows of a node, for whoever reads them: the plan, to count, and later the one who writes. */
export type RowsOf = (reading: BufferReading) => Rows;

/**
 * How awkward came by the values of a node: as they were, or picked (`Content._carry`) or cut out at
 * once, or picked as soon as they are asked for, if they are records. The form of options depends on it.
 */
type Carry = 'none' | 'eager' | 'lazy';

interface Picked {
  readonly rows: RowsOf;
  readonly length: number;
  readonly carry: Carry;
}

/**
 * Rows of a stored array in another order (`array[index]`), in the packed form in which anndata
 * writes them (`ak.to_packed`): contents follow the order of the rows, but for categories and for
 * contents of a union that are in use to the last value. Reads offsets, indices and tags, to count.
 * @throws ElemUnreadableError where a stored position is of no content
 * @throws ElemUnsupportedError for an index that packing would have removed
 */
export async function gathered(
  reading: BufferReading,
  layout: Layout,
  rows: RowsOf,
  length: number,
): Promise<AwkwardOutput> {
  const gatherer = new Gatherer(reading);
  const form = await gatherer.visit(layout, { rows, length, carry: 'lazy' });
  return { form, length, buffers: gatherer.buffers };
}

class Gatherer {
  readonly buffers: OutputBuffer[] = [];
  readonly #reading: BufferReading;
  #nodes = 0;

  constructor(reading: BufferReading) {
    this.#reading = reading;
  }

  async visit(layout: Layout, picked: Picked): Promise<Form> {
    const { rows, length, carry } = picked;
    const { parameters } = layout;
    if (layout.kind === 'indexed') return this.#indexed(layout, picked);
    const isMasked = layout.kind === 'byte-masked' || layout.kind === 'bit-masked';
    const isLazy = layout.kind === 'unmasked' && carry === 'lazy';
    if ((isMasked || isLazy) && layout.content.kind === 'record') {
      return this.#indexed(toIndexed(layout), picked);
    }
    const own = { parameters, key: `node${this.#nodes++}` };
    switch (layout.kind) {
      case 'empty':
        return { kind: 'empty', ...own };
      case 'numpy': {
        const { dtype, chunks } = layout;
        this.#add(`${own.key}-data`, dtype, length, async function* (reading) {
          for (const { buffer } of chunks)
            yield* takenValues(reading, buffer, rows(reading), dtype);
        });
        return { kind: 'numpy', dtype, ...own };
      }
      case 'list': {
        this.#add(`${own.key}-offsets`, 'int64', length + 1, async function* (reading) {
          let end = 0n;
          yield BigInt64Array.of(end);
          for await (const lengths of lengthsOfLists(reading, layout, rows(reading))) {
            yield BigInt64Array.from(lengths, (count) => (end += BigInt(count)));
          }
        });
        const content = await this.visit(layout.content, {
          rows: (reading) => elementsOfLists(reading, layout, rows(reading)),
          ...(await this.#elements(layout, rows)),
        });
        return { kind: 'list', offsets: 'int64', content, ...own };
      }
      case 'regular': {
        const { size } = layout;
        const content = await this.visit(layout.content, {
          rows: (reading) => elementsOfRegular(reading, size, rows(reading)),
          length: length * size,
          carry: carry === 'lazy' ? 'lazy' : 'eager',
        });
        return { kind: 'regular', size, content, ...own };
      }
      case 'record': {
        const contents: Form[] = [];
        for (const content of layout.contents) {
          contents.push(await this.visit(content, { rows, length, carry: 'eager' }));
        }
        return { kind: 'record', fields: layout.fields, contents, ...own };
      }
      case 'byte-masked': {
        const { validWhen, chunks } = layout;
        this.#add(`${own.key}-mask`, 'int8', length, async function* (reading) {
          for (const { buffer } of chunks)
            yield* takenValues(reading, buffer, rows(reading), 'int8');
        });
        const content = await this.visit(layout.content, picked);
        return { kind: 'byte-masked', validWhen, content, ...own };
      }
      case 'bit-masked': {
        const { validWhen, lsbOrder, buffer } = layout;
        if (carry === 'none') {
          const bytes = Math.ceil(length / 8);
          this.#add(`${own.key}-mask`, 'uint8', bytes, (reading) =>
            takenValues(reading, buffer, allRows(reading, bytes), 'uint8'),
          );
          const content = await this.visit(layout.content, picked);
          return { kind: 'bit-masked', validWhen, lsbOrder, content, ...own };
        }
        this.#add(`${own.key}-mask`, 'int8', length, async function* (reading) {
          for await (const positions of rows(reading)()) {
            yield Int8Array.from(await bitsAt(reading, buffer, lsbOrder, positions));
          }
        });
        const content = await this.visit(layout.content, picked);
        return { kind: 'byte-masked', validWhen, content, ...own };
      }
      case 'unmasked':
        return { kind: 'unmasked', content: await this.visit(layout.content, picked), ...own };
      case 'union':
        return this.#union(layout, picked, own);
    }
  }

  /** Categories keep their order; of other options, None has no value. */
  async #indexed(layout: IndexedLayout, { rows, length }: Picked): Promise<Form> {
    const { isOption, parameters, content } = layout;
    const isWhole = isCategorical(layout);
    if (!isOption && !isWhole) {
      throw new ElemUnsupportedError({ reason: 'awkward-array: its index is not packed' });
    }
    const own = { parameters, key: `node${this.#nodes++}` };
    const found: RowsOf = (reading) => indexedRows(reading, layout, rows(reading));
    this.#add(`${own.key}-index`, 'int64', length, async function* (reading) {
      let next = 0;
      for await (const positions of found(reading)()) {
        yield int64(isWhole ? positions : positions.map((at) => (at < 0 ? -1 : next++)));
      }
    });
    const inner = isWhole
      ? whole(content)
      : await this.#counted((reading) => withoutNone(found(reading)));
    const form = await this.visit(content, inner);
    return { kind: 'indexed', isOption, index: 'int64', content: form, ...own };
  }

  /** Lists that lie one behind another are cut out of their content as a whole, others picked. */
  async #elements(list: ListLayout, rows: RowsOf): Promise<Omit<Picked, 'rows'>> {
    let length = 0;
    let end: number | null = null;
    let carry: Carry = 'eager';
    for await (const { starts, stops } of listBounds(this.#reading, list, rows(this.#reading))) {
      for (const [i, start] of starts.entries()) {
        if (end !== null && start !== end) carry = 'lazy';
        end = stops[i] ?? start;
        length += end - start;
      }
    }
    return { length, carry };
  }

  async #counted(rows: RowsOf): Promise<Picked> {
    let length = 0;
    for await (const positions of rows(this.#reading)()) length += positions.length;
    return { rows, length, carry: 'eager' };
  }

  async #union(
    layout: Layout & { readonly kind: 'union' },
    { rows }: Picked,
    own: { readonly parameters: Parameters; readonly key: string },
  ): Promise<Form> {
    const { contents } = layout;
    const counts = contents.map(() => 0);
    let length = 0;
    for await (const { tags } of unionRows(this.#reading, layout, rows(this.#reading))) {
      for (const tag of tags) counts[tag] = (counts[tag] ?? 0) + 1;
      length += tags.length;
    }
    const isWhole = contents.map((content, tag) => content.length <= (counts[tag] ?? 0));
    this.#add(`${own.key}-tags`, 'int8', length, async function* (reading) {
      for await (const { tags } of unionRows(reading, layout, rows(reading))) {
        yield Int8Array.from(tags);
      }
    });
    this.#add(`${own.key}-index`, 'int64', length, async function* (reading) {
      const next = contents.map(() => 0);
      for await (const { tags, index } of unionRows(reading, layout, rows(reading))) {
        yield int64(
          index.map((position, i) => {
            const tag = tags[i] ?? 0;
            const at = next[tag] ?? 0;
            next[tag] = at + 1;
            return isWhole[tag] === true ? position : at;
          }),
        );
      }
    });
    const forms: Form[] = [];
    for (const [tag, content] of contents.entries()) {
      const inner: Picked =
        isWhole[tag] === true
          ? whole(content)
          : {
              rows: (reading) => rowsOfTag(reading, layout, tag, rows(reading)),
              length: counts[tag] ?? 0,
              carry: 'eager',
            };
      forms.push(await this.visit(content, inner));
    }
    return { kind: 'union', index: 'int64', contents: forms, ...own };
  }

  #add(
    name: string,
    dtype: NumericDType,
    length: number,
    blocks: (reading: BufferReading) => AsyncIterable<NumericArray>,
  ): void {
    this.buffers.push({ name, dtype, length, blocks });
  }
}

const whole = ({ length }: Layout): Picked => ({
  rows: (reading) => allRows(reading, length),
  length,
  carry: 'none',
});

const int64 = (values: Float64Array): BigInt64Array => BigInt64Array.from(values, BigInt);
