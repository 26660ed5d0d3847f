import type { Form } from '../../anndata/awkward/form.ts';
import { arrayMember } from '../../anndata/read-elem.ts';
import type { AwkwardElem } from '../../anndata/elem.ts';
import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import { inStore } from '../../store/in-store.ts';
import type { GroupNode } from '../../store/store.ts';
import { type Inputs, nodeAt } from '../inputs.ts';
import { convert } from '../matrix/convert.ts';
import type { Buffer, Layout } from './layout.ts';

/** A buffer, and how many values are stored. */
interface Stored {
  readonly buffer: Buffer;
  readonly size: number;
}
type Buffers = ReadonlyMap<string, Stored>;

/**
 * The layout of a stored awkward array. Reads the metadata of its buffers, and the first and last
 * offset of each list; packed arrays have no values but those in use, so that sizes tell the rest.
 * @throws ElemUnreadableError when a buffer is missing, too short or of another dtype
 * @throws ElemUnsupportedError when the lists of an array are not packed
 */
export async function openLayout(
  inputs: Inputs,
  input: number,
  elem: AwkwardElem,
  signal: AbortSignal | undefined,
): Promise<Layout> {
  const buffers = await inputs.use(input, async (store) => {
    const node = await nodeAt(store, elem.path);
    return node.kind === 'group' ? buffersOf(node, input, elem.form) : new Map<string, Stored>();
  });
  const firstAndLast = async ({ path, dtype }: Buffer, last: number) => {
    const ends: number[] = [];
    for (const at of [0, last]) {
      const block = await inputs.read(input, path, at, at + 1, signal);
      if (block.kind === 'numeric') ends.push(Number(convert(block.values, dtype, 'float64')[0]));
    }
    return ends;
  };
  const builder = new LayoutBuilder(elem.path, buffers, firstAndLast);
  return inStore(inputs.paths[input] ?? '', () => builder.build(elem.form, elem.shape[0]));
}

const SUFFIXES: Readonly<Record<Form['kind'], readonly string[]>> = {
  empty: [],
  numpy: ['data'],
  list: ['offsets'],
  regular: [],
  record: [],
  indexed: ['index'],
  'byte-masked': ['mask'],
  'bit-masked': ['mask'],
  unmasked: [],
  union: ['tags', 'index'],
};

const contentsOf = (form: Form): readonly Form[] =>
  'contents' in form ? form.contents : 'content' in form ? [form.content] : [];

async function buffersOf(group: GroupNode, input: number, form: Form): Promise<Buffers> {
  const buffers = new Map<string, Stored>();
  const forms = [form];
  for (let next = forms.pop(); next !== undefined; next = forms.pop()) {
    for (const suffix of SUFFIXES[next.kind]) {
      const name = `${next.key}-${suffix}`;
      const { path, dtype, shape, filters } = await arrayMember(group, name);
      const isVector = shape?.length === 1;
      const isRight =
        dtype.kind === 'numeric' && (next.kind !== 'numpy' || dtype.name === next.dtype);
      if (!isVector || !isRight) {
        throw new ElemUnreadableError({ elem: path, reason: 'it is not as its form says' });
      }
      const buffer = { input, path, dtype: dtype.name, filters };
      buffers.set(name, { buffer, size: shape[0] ?? 0 });
    }
    forms.push(...contentsOf(next));
  }
  return buffers;
}

class LayoutBuilder {
  readonly #elem: string;
  readonly #buffers: Buffers;
  readonly #firstAndLast: (buffer: Buffer, last: number) => Promise<readonly number[]>;

  constructor(
    elem: string,
    buffers: Buffers,
    firstAndLast: (buffer: Buffer, last: number) => Promise<readonly number[]>,
  ) {
    this.#elem = elem;
    this.#buffers = buffers;
    this.#firstAndLast = firstAndLast;
  }

  async build(form: Form, length: number): Promise<Layout> {
    if (this.#room(form) < length) {
      throw new ElemUnreadableError({ elem: this.#elem, reason: `${form.key} is too short` });
    }
    const own = { length, parameters: form.parameters };
    switch (form.kind) {
      case 'empty':
        return { kind: 'empty', ...own };
      case 'numpy': {
        const chunks = [{ buffer: this.#stored(form, 'data').buffer, count: length }];
        return { kind: 'numpy', dtype: form.dtype, chunks, ...own };
      }
      case 'list': {
        const { buffer } = this.#stored(form, 'offsets');
        const contentLength = length === 0 ? 0 : await this.#contentLength(buffer, length);
        const content = await this.build(form.content, contentLength);
        const chunk = { kind: 'stored', buffer, count: length, base: 0, contentLength } as const;
        return { kind: 'list', chunks: [chunk], content, ...own };
      }
      case 'regular': {
        const content = await this.build(form.content, length * form.size);
        return { kind: 'regular', size: form.size, content, ...own };
      }
      case 'record': {
        const contents: Layout[] = [];
        for (const content of form.contents) contents.push(await this.build(content, length));
        return { kind: 'record', fields: form.fields, contents, ...own };
      }
      case 'indexed': {
        const { buffer } = this.#stored(form, 'index');
        const contentLength = this.#whole(form.content, length);
        const content = await this.build(form.content, contentLength);
        const chunk = { kind: 'stored', buffer, count: length, base: 0, contentLength } as const;
        return { kind: 'indexed', isOption: form.isOption, chunks: [chunk], content, ...own };
      }
      case 'byte-masked': {
        const chunks = [{ buffer: this.#stored(form, 'mask').buffer, count: length }];
        const content = await this.build(form.content, length);
        return { kind: 'byte-masked', validWhen: form.validWhen, chunks, content, ...own };
      }
      case 'bit-masked': {
        const { buffer } = this.#stored(form, 'mask');
        const content = await this.build(form.content, length);
        const { validWhen, lsbOrder } = form;
        return { kind: 'bit-masked', validWhen, lsbOrder, buffer, content, ...own };
      }
      case 'unmasked':
        return { kind: 'unmasked', content: await this.build(form.content, length), ...own };
      case 'union': {
        const [tags, index] = [
          this.#stored(form, 'tags').buffer,
          this.#stored(form, 'index').buffer,
        ];
        const contents: Layout[] = [];
        for (const content of form.contents) {
          contents.push(await this.build(content, this.#whole(content, length)));
        }
        const targets = contents.map((content, tag) => {
          return { tag, base: 0, contentLength: content.length };
        });
        const chunk = { kind: 'stored', count: length, tags, index, targets } as const;
        return { kind: 'union', chunks: [chunk], contents, ...own };
      }
    }
  }

  /** Length of the content of lists, which packing makes begin at 0. */
  async #contentLength(offsets: Buffer, last: number): Promise<number> {
    const [start, end = 0] = await this.#firstAndLast(offsets, last);
    if (start === 0) return end;
    throw new ElemUnsupportedError({
      elem: this.#elem,
      reason: 'awkward-array: its lists are not packed',
    });
  }

  /** All of a content of which an index says what is in use; where nothing is stored, any length will do. */
  #whole(content: Form, length: number): number {
    const room = this.#room(content);
    return Number.isFinite(room) ? room : length;
  }

  /** How long an array its buffers can make. */
  #room(form: Form): number {
    switch (form.kind) {
      case 'empty':
        return 0;
      case 'numpy':
        return this.#stored(form, 'data').size;
      case 'list':
        return Math.max(0, this.#stored(form, 'offsets').size - 1);
      case 'regular':
        return form.size === 0 ? Infinity : Math.floor(this.#room(form.content) / form.size);
      case 'record':
        return Math.min(...form.contents.map((content) => this.#room(content)));
      case 'indexed':
        return this.#stored(form, 'index').size;
      case 'byte-masked':
        return this.#stored(form, 'mask').size;
      case 'bit-masked':
        return 8 * this.#stored(form, 'mask').size;
      case 'unmasked':
        return this.#room(form.content);
      case 'union':
        return Math.min(this.#stored(form, 'tags').size, this.#stored(form, 'index').size);
    }
  }

  #stored(form: Form, suffix: string): Stored {
    const stored = this.#buffers.get(`${form.key}-${suffix}`);
    if (stored !== undefined) return stored;
    throw new ElemUnreadableError({ elem: this.#elem, reason: `it has no ${form.key}-${suffix}` });
  }
}
