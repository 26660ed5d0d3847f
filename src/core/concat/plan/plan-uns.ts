import { type Elem, encodingName } from '../../anndata/elem.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import { dtypeName, itemSize } from '../../store/dtype.ts';
import { equalDicts } from '../merge/equal-dict.ts';
import { equalElems } from '../merge/equal-elem.ts';
import { candidateOf } from '../merge/candidate.ts';
import {
  type Holder,
  holdersOf,
  type Merge,
  mergedKeys,
  mergedValue,
  readHolders,
} from '../merge/strategy.ts';
import type { UnsDict, UnsNode } from '../merge/uns-tree.ts';
import type { Draft } from './draft.ts';
import { refuseHolders } from './filters.ts';
import { planKeptAwkward } from './plan-awkward.ts';
import { readingOf, type Scope } from './scope.ts';

/** What of uns is kept: dicts, and leaves with the input they come from. */
type Merged =
  | { readonly kind: 'dict'; readonly children: ReadonlyMap<string, Merged> }
  | { readonly kind: 'value'; readonly input: number; readonly elem: Elem };

/** Plans uns: nested dicts key by key (`anndata._core.merge.merge_nested`). */
export async function planUns(
  scope: Scope,
  strategy: Merge | null,
  all: readonly UnsDict[],
): Promise<void> {
  const { draft } = scope;
  const holders = all.map((value, input) => ({ input, value }));
  const merged: Merged =
    strategy === null
      ? { kind: 'dict', children: new Map() }
      : await mergeDicts(scope, strategy, 'uns', holders);
  draft.group('uns', 'dict');
  if (merged.kind === 'dict') await state(scope, 'uns', merged.children);
  stateDropped(draft, 'uns', holders, merged, strategy === null ? 'no-strategy' : 'strategy');
}

async function mergeDicts(
  scope: Scope,
  strategy: Merge,
  path: string,
  holders: readonly Holder<UnsDict>[],
): Promise<Merged> {
  const mappings = holders.map(({ value }) => value.children);
  const children = new Map<string, Merged>();
  for (const key of mergedKeys(strategy, mappings)) {
    const found = holdersOf(mappings, key).map(({ input, value }) => ({
      input: holders[input]?.input ?? 0,
      value,
    }));
    const merged = await mergeNodes(scope, strategy, `${path}/${key}`, found);
    if (merged !== null) children.set(key, merged);
  }
  return { kind: 'dict', children };
}

async function mergeNodes(
  scope: Scope,
  strategy: Merge,
  path: string,
  holders: readonly Holder<UnsNode>[],
): Promise<Merged | null> {
  const dicts = holders.flatMap(({ input, value }) =>
    value.kind === 'dict' ? [{ input, value }] : [],
  );
  if (dicts.length === holders.length) {
    const merged = await mergeDicts(scope, strategy, path, dicts);
    return merged.kind === 'dict' && merged.children.size === 0 ? null : merged;
  }
  const leaves = readHolders(strategy, holders).flatMap(({ input, value }) =>
    value.kind === 'value' ? [{ input, value: value.elem }] : [],
  );
  if (refuseHolders(scope, path, leaves)) return null;
  const chosen = await mergedValue(
    strategy,
    holders,
    (first, later) => equalNodes(scope, path, first, later),
    ({ input, value }) =>
      candidateOf(readingOf(scope), path, { input, value: elemOf(path, value) }),
  );
  return chosen === null ? null : whole(chosen.input, chosen.value);
}

/** A dict is offered beside values: the strategies choose between them as wholes. */
const elemOf = (path: string, node: UnsNode): Elem =>
  node.kind === 'value' ? node.elem : { encoding: 'dict', path, keys: [...node.children.keys()] };

/** All of a node of one input. */
const whole = (input: number, node: UnsNode): Merged =>
  node.kind === 'value'
    ? { kind: 'value', input, elem: node.elem }
    : {
        kind: 'dict',
        children: new Map([...node.children].map(([key, child]) => [key, whole(input, child)])),
      };

async function equalNodes(
  scope: Scope,
  path: string,
  first: Holder<UnsNode>,
  later: Holder<UnsNode>,
): Promise<boolean> {
  const reading = readingOf(scope);
  try {
    if (first.value.kind === 'dict' && later.value.kind === 'dict') {
      const [a, b] = [first.value, later.value];
      return await equalDicts(reading, { ...first, value: a }, { ...later, value: b });
    }
    if (first.value.kind === 'dict' || later.value.kind === 'dict') return false;
    const [a, b] = [first.value.elem, later.value.elem];
    for (const [holder, elem] of [
      [first, a],
      [later, b],
    ] as const) {
      if (elem.encoding === 'unsupported') refuse(scope, path, holder.input, elem.name);
    }
    return await equalElems(reading, { ...first, value: a }, { ...later, value: b });
  } catch (error) {
    if (!(error instanceof ElemUnsupportedError)) throw error;
    refuse(scope, path, later.input, error.reason ?? '');
    return false;
  }
}

function refuse({ draft, inputs }: Scope, elem: string, input: number, encoding: string): void {
  draft.findings.add('C031', { input: inputs.paths[input] ?? '', elem, facts: { encoding } });
}

/** States what is kept, and how it is written. */
async function state(
  scope: Scope,
  path: string,
  children: ReadonlyMap<string, Merged>,
): Promise<void> {
  const { draft } = scope;
  for (const [key, child] of children) {
    const at = `${path}/${key}`;
    if (child.kind === 'dict') {
      draft.parts.push({ kind: 'group', path: at, encoding: 'dict' });
      draft.elem(at, 'dict', 'merge', 'kept-by-strategy', []);
      await state(scope, at, child.children);
    } else if (child.elem.encoding === 'awkward-array') {
      await planKeptAwkward(scope, at, { input: child.input, value: child.elem }, null);
    } else if (!refuseHolders(scope, at, [{ input: child.input, value: child.elem }])) {
      stateElem(scope, at, child.input, child.elem);
    }
  }
}

function stateElem(scope: Scope, path: string, input: number, elem: Elem): void {
  const { draft } = scope;
  if (elem.encoding === 'unsupported') {
    refuse(scope, path, input, elem.name);
    return;
  }
  draft.parts.push({ kind: 'copy', path, input, elem });
  const isCategorical = elem.encoding === 'categorical';
  const dtype = copiedDtype(elem);
  draft.elem(path, encodingName(elem), 'merge', 'kept-by-strategy', [input], {
    ...(dtype === null ? {} : { dtype }),
    ...copiedShape(elem),
    ...(isCategorical ? { categories: elem.categories, ordered: elem.ordered } : {}),
    bytes: 'shape' in elem ? copiedBytes(elem) : 8,
  });
  if (elem.encoding !== 'dataframe') return;
  stateElem(scope, `${path}/${elem.indexName ?? '_index'}`, input, elem.index);
  draft.parts.pop();
  for (const column of elem.columns) {
    stateElem(scope, `${path}/${column.name}`, input, column.elem);
    if (column.elem.encoding !== 'unsupported') draft.parts.pop();
  }
}

function copiedShape(elem: Elem): { readonly shape?: readonly number[] } {
  if (elem.encoding === 'numeric-scalar' || elem.encoding === 'string') return { shape: [] };
  return 'shape' in elem ? { shape: elem.shape } : {};
}

function copiedDtype(elem: Elem): string | null {
  if (elem.encoding === 'categorical') return dtypeName(elem.categoriesDtype);
  if (elem.encoding === 'string-array') return 'string';
  if (elem.encoding === 'null' || !('dtype' in elem)) return null;
  return typeof elem.dtype === 'string' ? elem.dtype : dtypeName(elem.dtype);
}

function copiedBytes(elem: Elem & { readonly shape: readonly number[] }): number {
  if (elem.encoding === 'csr_matrix' || elem.encoding === 'csc_matrix') {
    return elem.nnz * (itemSize(elem.dtype) + 4);
  }
  return elem.shape.reduce((product, extent) => product * extent, 8);
}

/** States the outermost nodes of which nothing is kept. */
function stateDropped(
  draft: Draft,
  path: string,
  holders: readonly Holder<UnsNode>[],
  merged: Merged | null,
  why: 'strategy' | 'no-strategy',
): void {
  if (merged === null) {
    const [first] = holders;
    const encoding = first?.value.kind === 'value' ? encodingName(first.value.elem) : 'dict';
    const sources = holders.map(({ input }) => input);
    draft.drop(path, encoding, why, sources);
    return;
  }
  if (merged.kind === 'value') return;
  const mappings = holders.map(({ value }) =>
    value.kind === 'dict' ? value.children : new Map<string, UnsNode>(),
  );
  for (const key of new Set(mappings.flatMap((mapping) => [...mapping.keys()]))) {
    const found = holdersOf(mappings, key).map(({ input, value }) => ({
      input: holders[input]?.input ?? 0,
      value,
    }));
    stateDropped(draft, `${path}/${key}`, found, merged.children.get(key) ?? null, why);
  }
}
