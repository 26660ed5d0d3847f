import * as z from 'zod';
import { ElemUnreadableError, ElemUnsupportedError } from '../../errors.ts';
import { NUMERIC_DTYPES, type NumericDType } from '../../store/dtype.ts';

/** Awkward's parameters of a node, as in `{"__array__": "string"}`. */
export type Parameters = Readonly<Record<string, unknown>>;
/** Integers of an index buffer. */
export type IndexType = 'int8' | 'uint8' | 'int32' | 'uint32' | 'int64';

interface Node {
  readonly parameters: Parameters;
  /** Stem of the names of its buffers, as in `node3`. */
  readonly key: string;
}

/**
 * How the buffers of an awkward array nest (`awkward.forms`), in the packed form in which anndata
 * stores them: no ListArray, and numpy arrays have one dimension.
 */
export type Form =
  | EmptyForm
  | NumpyForm
  | ListForm
  | RegularForm
  | RecordForm
  | IndexedForm
  | ByteMaskedForm
  | BitMaskedForm
  | UnmaskedForm
  | UnionForm;

/** Of unknown type, as there are no values. */
export interface EmptyForm extends Node {
  readonly kind: 'empty';
}
export interface NumpyForm extends Node {
  readonly kind: 'numpy';
  readonly dtype: NumericDType;
}
/** A ListOffsetArray. */
export interface ListForm extends Node {
  readonly kind: 'list';
  readonly offsets: IndexType;
  readonly content: Form;
}
export interface RegularForm extends Node {
  readonly kind: 'regular';
  readonly size: number;
  readonly content: Form;
}
export interface RecordForm extends Node {
  readonly kind: 'record';
  /** Null for a tuple. */
  readonly fields: readonly string[] | null;
  readonly contents: readonly Form[];
}
/** An IndexedArray, as of categories, or an IndexedOptionArray, where -1 is None. */
export interface IndexedForm extends Node {
  readonly kind: 'indexed';
  readonly isOption: boolean;
  readonly index: IndexType;
  readonly content: Form;
}
export interface ByteMaskedForm extends Node {
  readonly kind: 'byte-masked';
  readonly validWhen: boolean;
  readonly content: Form;
}
export interface BitMaskedForm extends Node {
  readonly kind: 'bit-masked';
  readonly validWhen: boolean;
  /** Whether the first value is at the least significant bit. */
  readonly lsbOrder: boolean;
  readonly content: Form;
}
/** Values that may be None, of which none is. */
export interface UnmaskedForm extends Node {
  readonly kind: 'unmasked';
  readonly content: Form;
}
export interface UnionForm extends Node {
  readonly kind: 'union';
  readonly index: IndexType;
  readonly contents: readonly Form[];
}

const INDEX_TYPES = {
  i8: 'int8',
  u8: 'uint8',
  i32: 'int32',
  u32: 'uint32',
  i64: 'int64',
} as const satisfies Readonly<Record<string, IndexType>>;
const indexSchema = z
  .enum(['i8', 'u8', 'i32', 'u32', 'i64'])
  .transform((name) => INDEX_TYPES[name]);

const common = {
  parameters: z.record(z.string(), z.unknown()).nullish(),
  form_key: z.string().nullish(),
};
const nodeSchema = z.discriminatedUnion('class', [
  z.object({ class: z.literal('EmptyArray'), ...common }),
  z.object({
    class: z.literal('NumpyArray'),
    primitive: z.string(),
    inner_shape: z.array(z.number()).default([]),
    ...common,
  }),
  z.object({
    class: z.literal('ListOffsetArray'),
    offsets: indexSchema,
    content: z.unknown(),
    ...common,
  }),
  z.object({ class: z.literal('ListArray'), ...common }),
  z.object({
    class: z.literal('RegularArray'),
    size: z.int().nonnegative(),
    content: z.unknown(),
    ...common,
  }),
  z.object({
    class: z.literal('RecordArray'),
    fields: z.array(z.string()).nullable(),
    contents: z.array(z.unknown()),
    ...common,
  }),
  z.object({
    class: z.enum(['IndexedArray', 'IndexedOptionArray']),
    index: indexSchema,
    content: z.unknown(),
    ...common,
  }),
  z.object({
    class: z.literal('ByteMaskedArray'),
    valid_when: z.boolean(),
    content: z.unknown(),
    ...common,
  }),
  z.object({
    class: z.literal('BitMaskedArray'),
    valid_when: z.boolean(),
    lsb_order: z.boolean(),
    content: z.unknown(),
    ...common,
  }),
  z.object({ class: z.literal('UnmaskedArray'), content: z.unknown(), ...common }),
  z.object({
    class: z.literal('UnionArray'),
    index: indexSchema,
    contents: z.array(z.unknown()),
    ...common,
  }),
]);

/** Deeper than any data, and shallow enough for the stack. */
const MAX_DEPTH = 64;

/**
 * Parses the attribute `form` of an awkward array.
 * @throws ElemUnreadableError when it is no form
 * @throws ElemUnsupportedError when it is one that anndata does not write, or has dates or complex numbers
 */
export function parseForm(elem: string, text: string): Form {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ElemUnreadableError({ elem, reason: 'its form is no JSON', cause });
  }
  return parseNode(elem, json, 0);
}

function parseNode(elem: string, json: unknown, depth: number): Form {
  const parsed = nodeSchema.safeParse(json);
  if (!parsed.success || depth > MAX_DEPTH) {
    throw new ElemUnreadableError({
      elem,
      reason: 'its form cannot be understood',
      cause: parsed.error,
    });
  }
  const node = parsed.data;
  const own = { parameters: node.parameters ?? {}, key: node.form_key ?? '' };
  const child = (inner: unknown): Form => parseNode(elem, inner, depth + 1);
  switch (node.class) {
    case 'EmptyArray':
      return { kind: 'empty', ...own };
    case 'NumpyArray':
      return { kind: 'numpy', dtype: primitive(elem, node.primitive, node.inner_shape), ...own };
    case 'ListOffsetArray':
      return { kind: 'list', offsets: node.offsets, content: child(node.content), ...own };
    case 'ListArray':
      throw unsupported(elem, 'its lists are not packed');
    case 'RegularArray':
      return { kind: 'regular', size: node.size, content: child(node.content), ...own };
    case 'RecordArray': {
      if (node.fields !== null && node.fields.length !== node.contents.length) {
        throw new ElemUnreadableError({ elem, reason: 'its form has fields without contents' });
      }
      return { kind: 'record', fields: node.fields, contents: node.contents.map(child), ...own };
    }
    case 'IndexedArray':
    case 'IndexedOptionArray': {
      const isOption = node.class === 'IndexedOptionArray';
      const { index } = node;
      return { kind: 'indexed', isOption, index, content: child(node.content), ...own };
    }
    case 'ByteMaskedArray': {
      const validWhen = node.valid_when;
      return { kind: 'byte-masked', validWhen, content: child(node.content), ...own };
    }
    case 'BitMaskedArray': {
      const [validWhen, lsbOrder] = [node.valid_when, node.lsb_order];
      return { kind: 'bit-masked', validWhen, lsbOrder, content: child(node.content), ...own };
    }
    case 'UnmaskedArray':
      return { kind: 'unmasked', content: child(node.content), ...own };
    case 'UnionArray':
      return { kind: 'union', index: node.index, contents: node.contents.map(child), ...own };
  }
}

const isNumeric = (name: string): name is NumericDType =>
  NUMERIC_DTYPES.some((dtype) => dtype === name);

function primitive(elem: string, name: string, innerShape: readonly number[]): NumericDType {
  if (innerShape.length > 0) throw unsupported(elem, 'its arrays are not packed');
  if (isNumeric(name)) return name;
  throw unsupported(elem, `of ${name}`);
}

const unsupported = (elem: string, why: string): ElemUnsupportedError =>
  new ElemUnsupportedError({ elem, reason: `awkward-array: ${why}` });
