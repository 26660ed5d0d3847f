import type { Parameters } from '../../anndata/awkward/form.ts';
import type { NumericDType } from '../../store/dtype.ts';

/**
 * An awkward array that is not in memory: the tree of `awkward.contents`, whose buffers are lists of
 * chunks, each a stored buffer or a rule by which its values are made. Concatenating makes longer
 * lists of chunks and moves their bases; no values are read for it.
 */
export type Layout =
  | EmptyLayout
  | NumpyLayout
  | ListLayout
  | RegularLayout
  | RecordLayout
  | IndexedLayout
  | ByteMaskedLayout
  | BitMaskedLayout
  | UnmaskedLayout
  | UnionLayout;

interface Node {
  readonly length: number;
  readonly parameters: Parameters;
}

/** A stored buffer, of which the first values count. */
export interface Buffer {
  readonly input: number;
  readonly path: string;
  readonly dtype: NumericDType;
  readonly filters: readonly string[];
}

export interface EmptyLayout extends Node {
  readonly kind: 'empty';
}
export interface NumpyLayout extends Node {
  readonly kind: 'numpy';
  readonly dtype: NumericDType;
  readonly chunks: readonly { readonly buffer: Buffer; readonly count: number }[];
}
export interface ListLayout extends Node {
  readonly kind: 'list';
  readonly chunks: readonly ListChunk[];
  readonly content: Layout;
}
export interface RegularLayout extends Node {
  readonly kind: 'regular';
  readonly size: number;
  readonly content: Layout;
}
export interface RecordLayout extends Node {
  readonly kind: 'record';
  readonly fields: readonly string[] | null;
  readonly contents: readonly Layout[];
}
export interface IndexedLayout extends Node {
  readonly kind: 'indexed';
  readonly isOption: boolean;
  readonly chunks: readonly IndexChunk[];
  readonly content: Layout;
}
export interface ByteMaskedLayout extends Node {
  readonly kind: 'byte-masked';
  readonly validWhen: boolean;
  readonly chunks: readonly { readonly buffer: Buffer; readonly count: number }[];
  readonly content: Layout;
}
export interface BitMaskedLayout extends Node {
  readonly kind: 'bit-masked';
  readonly validWhen: boolean;
  readonly lsbOrder: boolean;
  readonly buffer: Buffer;
  readonly content: Layout;
}
export interface UnmaskedLayout extends Node {
  readonly kind: 'unmasked';
  readonly content: Layout;
}
export interface UnionLayout extends Node {
  readonly kind: 'union';
  readonly chunks: readonly UnionChunk[];
  readonly contents: readonly Layout[];
}

interface Chunk {
  /** Values of the buffer that it makes. */
  readonly count: number;
  /** Where in the content its values begin. */
  readonly base: number;
}
/** Ends of lists. */
export type ListChunk = Chunk &
  (
    | { readonly kind: 'stored'; readonly buffer: Buffer; readonly contentLength: number }
    | { readonly kind: 'regular'; readonly size: number }
  );
/** Positions in the content; negative for None. */
export type IndexChunk = Chunk &
  (
    | { readonly kind: 'stored'; readonly buffer: Buffer; readonly contentLength: number }
    | { readonly kind: 'range' }
    | { readonly kind: 'none' }
    | { readonly kind: 'bytes'; readonly buffer: Buffer; readonly validWhen: boolean }
    | {
        readonly kind: 'bits';
        readonly buffer: Buffer;
        readonly validWhen: boolean;
        readonly lsbOrder: boolean;
      }
  );
/** Which content, and the position in it. */
export type UnionChunk =
  | {
      readonly kind: 'stored';
      readonly count: number;
      readonly tags: Buffer;
      readonly index: Buffer;
      /** By stored tag. */
      readonly targets: readonly UnionTarget[];
    }
  | { readonly kind: 'range'; readonly count: number; readonly tag: number; readonly base: number };
export interface UnionTarget {
  readonly tag: number;
  readonly base: number;
  readonly contentLength: number;
}

/** As many Nones as rows, of unknown type: what stands for an input that lacks the elem. */
export const nones = (length: number): IndexedLayout => ({
  kind: 'indexed',
  isOption: true,
  length,
  parameters: {},
  chunks: [{ kind: 'none', count: length, base: 0 }],
  content: { kind: 'empty', length: 0, parameters: {} },
});

export const moved = <C extends Chunk>(chunks: readonly C[], by: number): readonly C[] =>
  chunks.map((chunk) => ({ ...chunk, base: chunk.base + by }));

export type OptionLayout = IndexedLayout | ByteMaskedLayout | BitMaskedLayout | UnmaskedLayout;

export const isOption = (layout: Layout): layout is OptionLayout =>
  (layout.kind === 'indexed' && layout.isOption) ||
  layout.kind === 'byte-masked' ||
  layout.kind === 'bit-masked' ||
  layout.kind === 'unmasked';

/** An option or an index, with content that is neither. */
export const isWrapped = (layout: Layout): layout is OptionLayout =>
  layout.kind === 'indexed' || isOption(layout);

export const isCategorical = (layout: Layout): boolean =>
  layout.kind === 'indexed' && layout.parameters['__array__'] === 'categorical';

/** `to_IndexedOptionArray64`, but for an index, which stays what it is. */
export function toIndexed(layout: OptionLayout): IndexedLayout {
  if (layout.kind === 'indexed') return layout;
  const { length, parameters, content } = layout;
  const chunks = indexChunks(layout);
  return {
    kind: 'indexed',
    isOption: true,
    length,
    parameters,
    chunks,
    content,
  };
}

function indexChunks(layout: Exclude<OptionLayout, IndexedLayout>): readonly IndexChunk[] {
  switch (layout.kind) {
    case 'unmasked':
      return [{ kind: 'range', count: layout.length, base: 0 }];
    case 'bit-masked': {
      const { buffer, validWhen, lsbOrder, length } = layout;
      return [{ kind: 'bits', buffer, count: length, base: 0, validWhen, lsbOrder }];
    }
    case 'byte-masked': {
      const { validWhen } = layout;
      const chunks: IndexChunk[] = [];
      let base = 0;
      for (const { buffer, count } of layout.chunks) {
        chunks.push({ kind: 'bytes', buffer, count, base, validWhen });
        base += count;
      }
      return chunks;
    }
  }
}

/** `RegularArray.to_ListOffsetArray64`. */
export const toList = ({ length, size, parameters, content }: RegularLayout): ListLayout => ({
  kind: 'list',
  length,
  parameters,
  chunks: [{ kind: 'regular', count: length, size, base: 0 }],
  content,
});
