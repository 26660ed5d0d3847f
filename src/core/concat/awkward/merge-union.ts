import { ElemUnsupportedError } from '../../errors.ts';
import {
  isCategorical,
  isOption,
  isWrapped,
  type Layout,
  type UnionChunk,
  type UnionLayout,
  type UnionTarget,
} from './layout.ts';
import { intersection, isMergeable, union } from './mergeable.ts';

/** Tags are int8. */
const MAX_CONTENTS = 128;

/** `mergeMany`, which itself merges unions. */
export type Merge = (first: Layout, others: readonly Layout[]) => Layout;

/** Where the values of an outer content are in the simplified union. */
type Place =
  | { readonly kind: 'content'; readonly target: UnionTarget }
  | {
      readonly kind: 'union';
      readonly union: UnionLayout;
      readonly targets: readonly UnionTarget[];
    };

/** `UnionArray._mergemany` */
export function mergeUnions(first: UnionLayout, others: readonly Layout[], merge: Merge): Layout {
  const chunks: UnionChunk[] = [];
  const contents: Layout[] = [];
  let parameters = first.parameters;
  for (const layout of [first, ...others]) {
    if (layout.kind === 'empty') continue;
    parameters = intersection(parameters, layout.parameters);
    if (layout.kind === 'union') {
      chunks.push(...retagged(layout.chunks, contents.length));
      contents.push(...layout.contents);
    } else {
      chunks.push({ kind: 'range', count: layout.length, tag: contents.length, base: 0 });
      contents.push(layout);
    }
  }
  return simplified(chunks, contents, parameters, false, merge);
}

/** `UnionArray._reverse_merge`: an array, and after it a union. */
export const reverseMergeUnion = (after: UnionLayout, before: Layout, merge: Merge): Layout =>
  simplified(
    [{ kind: 'range', count: before.length, tag: 0, base: 0 }, ...retagged(after.chunks, 1)],
    [before, ...after.contents],
    after.parameters,
    false,
    merge,
  );

const retagged = (chunks: readonly UnionChunk[], by: number): readonly UnionChunk[] =>
  chunks.map((chunk) =>
    chunk.kind === 'range'
      ? { ...chunk, tag: chunk.tag + by }
      : { ...chunk, targets: chunk.targets.map((target) => ({ ...target, tag: target.tag + by })) },
  );

/**
 * A union without two contents that go together, and without unions (`UnionArray.simplified`).
 * @throws ElemUnsupportedError where values would have to be gathered
 */
export function simplified(
  chunks: readonly UnionChunk[],
  outer: readonly Layout[],
  own: Layout['parameters'],
  mergeBool: boolean,
  merge: Merge,
): Layout {
  const contents: Layout[] = [];
  let parameters = own;
  const add = (content: Layout): UnionTarget => {
    const at = contents.findIndex((other) => isMergeable(other, content, mergeBool));
    const other = contents[at];
    if (other === undefined) {
      contents.push(content);
      return { tag: contents.length - 1, base: 0, contentLength: content.length };
    }
    contents[at] = merge(other, [content]);
    return { tag: at, base: other.length, contentLength: content.length };
  };
  const places = outer.map((content): Place => {
    if (content.kind !== 'union') return { kind: 'content', target: add(content) };
    parameters = union(content.parameters, parameters);
    return { kind: 'union', union: content, targets: content.contents.map(add) };
  });
  const placed = chunks.flatMap((chunk) => placeChunk(chunk, places));
  if (contents.length > MAX_CONTENTS) throw unsupported('a union of more than 128 types');
  if (
    contents.some((content) => isWrapped(content) && !isOption(content) && !isCategorical(content))
  ) {
    throw unsupported('categories in a union');
  }
  const [only] = contents;
  if (only !== undefined && contents.length === 1) return whole(only, placed, parameters);
  const length = placed.reduce((sum, { count }) => sum + count, 0);
  return { kind: 'union', length, parameters, chunks: placed, contents: allOptions(contents) };
}

/** Where one content may be None, all may. */
const allOptions = (contents: readonly Layout[]): readonly Layout[] =>
  contents.some(isOption)
    ? contents.map((content) =>
        isOption(content)
          ? content
          : { kind: 'unmasked', length: content.length, parameters: {}, content },
      )
    : contents;

function placeChunk(chunk: UnionChunk, places: readonly Place[]): readonly UnionChunk[] {
  if (chunk.kind === 'range') {
    const place = places[chunk.tag];
    if (place?.kind === 'content') {
      const { tag, base } = place.target;
      return [{ ...chunk, tag, base: base + chunk.base }];
    }
    if (place === undefined || chunk.base !== 0 || chunk.count !== place.union.length) {
      throw unsupported('a union of unions');
    }
    return place.union.chunks.map((inner) => retarget(inner, place.targets));
  }
  const targets = places.map((place) => {
    if (place.kind === 'union') throw unsupported('a union of unions');
    return place.target;
  });
  return [retarget(chunk, targets)];
}

/** A chunk whose tags are those of contents that are now elsewhere. */
function retarget(chunk: UnionChunk, places: readonly UnionTarget[]): UnionChunk {
  const move = <T extends { readonly tag: number; readonly base: number }>(from: T): T => {
    const place = places[from.tag];
    if (place === undefined) throw unsupported('a union of more types than it has');
    return { ...from, tag: place.tag, base: place.base + from.base };
  };
  return chunk.kind === 'range' ? move(chunk) : { ...chunk, targets: chunk.targets.map(move) };
}

/** The one content of a union, if all of it is used in its order. */
function whole(
  content: Layout,
  chunks: readonly UnionChunk[],
  parameters: Layout['parameters'],
): Layout {
  let length = 0;
  for (const chunk of chunks) {
    if (chunk.kind === 'stored' || chunk.base !== length) throw unsupported('a union of one type');
    length += chunk.count;
  }
  return { ...content, parameters: union(content.parameters, parameters) };
}

const unsupported = (what: string): ElemUnsupportedError =>
  new ElemUnsupportedError({ reason: `awkward-array: ${what}` });
