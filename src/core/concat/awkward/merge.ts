import { ElemUnsupportedError } from '../../errors.ts';
import { resultType } from '../matrix/promote.ts';
import {
  isCategorical,
  isOption,
  isWrapped,
  type IndexChunk,
  type IndexedLayout,
  type Layout,
  type ListChunk,
  type ListLayout,
  moved,
  type OptionLayout,
  type RegularLayout,
  type RecordLayout,
  toIndexed,
  toList,
} from './layout.ts';
import { fieldPairs, intersection, union } from './mergeable.ts';
import { mergeUnions, reverseMergeUnion } from './merge-union.ts';

/** Arrays of one kind, and those after the first that needs another treatment. */
interface Split {
  readonly head: readonly Layout[];
  readonly tail: readonly Layout[];
}

/**
 * Arrays one after another in one (`Content._mergemany`), which `isMergeable` has found to go
 * together. The order in which kinds meet decides the form of the result, as it does in awkward.
 * @throws ElemUnsupportedError where awkward fails as well, or where values would have to be gathered
 */
export function mergeMany(first: Layout, others: readonly Layout[]): Layout {
  if (others.length === 0) return first;
  switch (first.kind) {
    case 'empty': {
      const [next, ...rest] = others.filter((other) => other.kind !== 'empty');
      return next === undefined ? first : mergeMany(next, rest);
    }
    case 'numpy': {
      const { head, tail } = split(first, others, isPlain);
      return mergeTail(mergeNumbers(head), tail);
    }
    case 'list':
      return mergeLists(first, others);
    case 'regular':
      return mergeRegular(first, others);
    case 'record': {
      const { head, tail } = split(first, others, isPlain);
      return mergeTail(mergeRecords(first, head.slice(1)), tail);
    }
    case 'indexed': {
      const { head, tail } = split(first, others, (other) => other.kind !== 'union');
      return mergeTail(mergeIndexed(first.parameters, head), tail);
    }
    case 'byte-masked':
    case 'bit-masked':
    case 'unmasked':
      return mergeMasked(first, others);
    case 'union':
      return mergeUnions(first, others, mergeMany);
  }
}

const isPlain = (layout: Layout): boolean => !isWrapped(layout) && layout.kind !== 'union';

function split(
  first: Layout,
  others: readonly Layout[],
  belongs: (layout: Layout) => boolean,
): Split {
  const at = others.findIndex((other) => !belongs(other));
  const stop = at < 0 ? others.length : at;
  return { head: [first, ...others.slice(0, stop)], tail: others.slice(stop) };
}

/** Goes on with the first array that needs another treatment (`_reverse_merge`). */
function mergeTail(merged: Layout, tail: readonly Layout[]): Layout {
  const [next, ...rest] = tail;
  if (next === undefined) return merged;
  if (next.kind === 'union') return mergeMany(reverseMergeUnion(next, merged, mergeMany), rest);
  if (isWrapped(next)) return mergeMany(reverseMerge(toIndexed(next), merged), rest);
  throw cannot(merged.kind, next.kind);
}

const cannot = (a: Layout['kind'], b: Layout['kind']): ElemUnsupportedError =>
  new ElemUnsupportedError({ reason: `awkward-array: ${a} and ${b} do not go together` });

const commonParameters = (layouts: readonly Layout[]): Layout['parameters'] =>
  layouts.map(({ parameters }) => parameters).reduce(intersection);
const total = (layouts: readonly Layout[]): number =>
  layouts.reduce((sum, { length }) => sum + length, 0);
const notEmpty = (layout: Layout): boolean => layout.kind !== 'empty';

function mergeNumbers(head: readonly Layout[]): Layout {
  const arrays = head.filter(notEmpty).map((layout) => {
    if (layout.kind !== 'numpy') throw cannot('numpy', layout.kind);
    return layout;
  });
  return {
    kind: 'numpy',
    length: total(arrays),
    parameters: commonParameters(arrays),
    dtype: resultType(arrays.map(({ dtype }) => dtype)),
    chunks: arrays.flatMap(({ chunks }) => chunks),
  };
}

function mergeLists(first: ListLayout, others: readonly Layout[]): Layout {
  const { head, tail } = split(first, others, isPlain);
  const lists = head.filter(notEmpty).map((layout) => {
    if (layout.kind === 'regular') return toList(layout);
    if (layout.kind !== 'list') throw cannot(first.kind, layout.kind);
    return layout;
  });
  const chunks: ListChunk[] = [];
  let base = 0;
  for (const list of lists) {
    chunks.push(...moved(list.chunks, base));
    base += list.content.length;
  }
  const merged: ListLayout = {
    kind: 'list',
    length: total(lists),
    parameters: commonParameters(lists),
    chunks,
    content: mergeMany(
      first.content,
      lists.slice(1).map(({ content }) => content),
    ),
  };
  return mergeTail(merged, tail);
}

function mergeRegular(first: RegularLayout, others: readonly Layout[]): Layout {
  if (others.some(isOption)) return mergeMany(unmasked(first), others);
  const same = others.filter(
    (other): other is RegularLayout => other.kind === 'regular' && other.size === first.size,
  );
  if (same.length < others.length) return mergeMany(toList(first), others);
  const all = [first, ...same];
  return {
    ...first,
    length: total(all),
    parameters: commonParameters(all),
    content: mergeMany(
      first.content,
      same.map(({ content }) => content),
    ),
  };
}

const unmasked = (content: Layout): Layout => ({
  kind: 'unmasked',
  length: content.length,
  parameters: {},
  content,
});

function mergeRecords(first: RecordLayout, others: readonly Layout[]): Layout {
  const records = others.filter(notEmpty).map((layout) => {
    if (layout.kind !== 'record') throw cannot(first.kind, layout.kind);
    return layout;
  });
  const columns = records.map((record) => {
    const pairs = fieldPairs(first, record);
    if (pairs === null) throw cannot(first.kind, record.kind);
    return pairs.map(([, content]) => content);
  });
  // awkward lets the parameters of an empty array count here, and it has none.
  const isWhole = first.fields === null || records.length === others.length;
  return {
    kind: 'record',
    fields: first.fields,
    length: total([first, ...records]),
    parameters: isWhole ? commonParameters([first, ...records]) : {},
    contents: first.contents.map((content, i) =>
      mergeMany(
        content,
        columns.flatMap((column) => column[i] ?? []),
      ),
    ),
  };
}

function mergeIndexed(own: Layout['parameters'], head: readonly Layout[]): Layout {
  const chunks: IndexChunk[] = [];
  const contents: Layout[] = [];
  let parameters = own;
  let base = 0;
  for (const layout of head.filter(notEmpty)) {
    if (isWrapped(layout)) {
      const indexed = toIndexed(layout);
      chunks.push(...moved(indexed.chunks, base));
      contents.push(indexed.content);
      parameters = intersection(parameters, indexed.parameters);
    } else {
      chunks.push({ kind: 'range', count: layout.length, base });
      contents.push(layout);
      // Categories stay ones only where all are.
      parameters = withoutCategories(parameters);
    }
    base += contents.at(-1)?.length ?? 0;
  }
  if (parameters['__array__'] === 'categorical') throw categories();
  const [content, ...rest] = contents;
  if (content === undefined) throw new RangeError('nothing to merge');
  return {
    kind: 'indexed',
    isOption: head.some(isOption),
    length: total(head),
    parameters,
    chunks,
    content: mergeMany(content, rest),
  };
}

const withoutCategories = (parameters: Layout['parameters']): Layout['parameters'] =>
  parameters['__array__'] === 'categorical'
    ? Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== '__array__'))
    : parameters;

const categories = (): ElemUnsupportedError =>
  new ElemUnsupportedError({ reason: 'awkward-array: categories of several inputs' });

function mergeMasked(
  first: Exclude<OptionLayout, IndexedLayout>,
  others: readonly Layout[],
): Layout {
  if (first.kind === 'unmasked') {
    const same = others.filter((other) => other.kind === 'unmasked');
    if (same.length < others.length) return mergeMany(toIndexed(first), others);
    const contents = same.map(({ content }) => content);
    return {
      ...unmasked(mergeMany(first.content, contents)),
      parameters: commonParameters([first, ...same]),
    };
  }
  if (first.kind === 'bit-masked') return mergeMany(toIndexed(first), others);
  const same = others.filter(
    (other) => other.kind === 'byte-masked' && other.validWhen === first.validWhen,
  );
  if (same.length < others.length) return mergeMany(toIndexed(first), others);
  const masked = same.filter((other) => other.kind === 'byte-masked');
  return {
    ...first,
    length: total([first, ...masked]),
    parameters: commonParameters([first, ...masked]),
    chunks: [first, ...masked].flatMap(({ chunks }) => chunks),
    content: mergeMany(
      first.content,
      masked.map(({ content }) => content),
    ),
  };
}

/** `IndexedArray._reverse_merge`: an array, and after it one with an index. */
function reverseMerge(indexed: IndexedLayout, before: Layout): Layout {
  if (before.kind === 'empty') return indexed;
  if (isCategorical(before) && isCategorical(indexed)) throw categories();
  const content = mergeMany(before, [indexed.content]);
  if (content.kind === 'union' || isWrapped(content)) throw cannot(before.kind, indexed.kind);
  const chunks: readonly IndexChunk[] = [
    { kind: 'range', count: before.length, base: 0 },
    ...moved(indexed.chunks, before.length),
  ];
  const parameters = isWrapped(before)
    ? union(indexed.parameters, before.parameters)
    : indexed.parameters;
  const length = before.length + indexed.length;
  return { ...indexed, length, parameters, chunks, content };
}
