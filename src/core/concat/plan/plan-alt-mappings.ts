import {
  type ColumnElem,
  type DataFrameElem,
  type Elem,
  encodingName,
  isMatrix,
  isSparse,
  type MatrixElem,
} from '../../anndata/elem.ts';
import { itemSize } from '../../store/dtype.ts';
import type { AltIndex } from '../alt-index.ts';
import type { AlignedColumnPart, AlignedMatrixPart } from '../blueprint.ts';
import { equalAwkward } from '../merge/equal-awkward.ts';
import { equalMatrices, type Comparable } from '../merge/equal-matrix.ts';
import { candidateOf } from '../merge/candidate.ts';
import { type Holder, holdersOf, mergedKeys, mergedValue, readHolders } from '../merge/strategy.ts';
import { type Aligned, alignedDtype, alignedRows, alignedShape } from '../rows/aligned-rows.ts';
import { dropKeys } from './drop.ts';
import { refuseHolders } from './filters.ts';
import { planKeptAwkward } from './plan-awkward.ts';
import { describeMerged, equalityOf, whyDropped } from './plan-alt-frame.ts';
import { startDataFrame } from './plan-dataframe.ts';
import {
  axesOf,
  frames,
  joinKeys,
  multi,
  pairs,
  readingOf,
  type Scope,
  tableIndexName,
} from './scope.ts';

/** Plans varm and varp (obsm and obsp for axis var): what the merge strategy keeps of them. */
export async function planAltMappings(scope: Scope, alt: AltIndex): Promise<void> {
  const { prefix } = scope;
  const { alt: axis } = axesOf(scope);
  // raw has varm only.
  if (prefix === '' || axis === 'var') await planMapping(scope, alt, `${prefix}${axis}m`, false);
  if (prefix === '') await planMapping(scope, alt, `${axis}p`, true);
}

async function planMapping(
  scope: Scope,
  alt: AltIndex,
  group: string,
  isPairwise: boolean,
): Promise<void> {
  const { draft, merge } = scope;
  const { alt: axis } = axesOf(scope);
  const mappings = isPairwise ? pairs(scope, axis) : multi(scope, axis);
  draft.group(group, 'dict');
  const dropped = new Set(joinKeys(mappings, 'outer').kept);
  if (merge !== null) {
    for (const key of mergedKeys(merge, mappings)) {
      const path = `${group}/${key}`;
      const holders = holdersOf(mappings, key);
      const read = readHolders(merge, holders);
      if (
        refuse(scope, path, holders, (holder) =>
          holder.value.encoding === 'awkward-array' && !isPairwise && !read.includes(holder)
            ? null
            : whyNotAligned(alt, isPairwise, holder),
        ) ||
        refuseHolders(scope, path, read)
      ) {
        dropped.delete(key);
        continue;
      }
      const chosen = await mergedValue(
        merge,
        holders,
        (first, later) => equalElems(scope, alt, isPairwise, first, later),
        (holder) => candidateOf(readingOf(scope), path, holder),
      );
      if (chosen === null) continue;
      dropped.delete(key);
      await planKept(scope, alt, path, isPairwise, chosen);
    }
  }
  dropKeys(draft, group, mappings, dropped, whyDropped(scope));
}

/** Adds a finding for the first elem that cannot be aligned, for which `why` has an encoding. */
function refuse(
  { draft, inputs }: Scope,
  elem: string,
  holders: readonly Holder<Elem>[],
  why: (holder: Holder<Elem>) => string | null,
): boolean {
  for (const holder of holders) {
    const encoding = why(holder);
    if (encoding === null) continue;
    const input = inputs.paths[holder.input] ?? '';
    draft.findings.add('C031', { input, elem, facts: { encoding } });
    return true;
  }
  return false;
}

/**
 * What of an elem stands against bringing it to the joined names, or null. Of an awkward array,
 * anndata would repeat the last row where a name is missing, and it has no second axis to align.
 */
function whyNotAligned(
  alt: AltIndex,
  isPairwise: boolean,
  { input, value }: Holder<Elem>,
): string | null {
  if (value.encoding === 'awkward-array') {
    const { noChange, absent } = alt.reindexerOf(input);
    if (noChange || (absent.length === 0 && !isPairwise)) return null;
    return `${value.encoding}: ${isPairwise ? 'in another order' : 'without some of the names'}`;
  }
  return isMatrix(value) || value.encoding === 'dataframe' ? null : encodingName(value);
}

async function equalElems(
  scope: Scope,
  alt: AltIndex,
  isPairwise: boolean,
  first: Holder<Elem>,
  later: Holder<Elem>,
): Promise<boolean> {
  const [a, b] = [first.value, later.value];
  if (a.encoding === 'dataframe' && b.encoding === 'dataframe') {
    return equalFrames(scope, alt, { ...first, value: a }, { ...later, value: b });
  }
  if (a.encoding === 'awkward-array' && b.encoding === 'awkward-array') {
    return equalAwkward(readingOf(scope), { ...first, value: a }, { ...later, value: b }, alt);
  }
  if (!isMatrix(a) || !isMatrix(b)) return false;
  const left = comparable(scope, alignedOf(alt, first.input, a, isPairwise));
  const right = comparable(scope, alignedOf(alt, later.input, b, isPairwise));
  if (left === null || right === null) return false;
  return equalMatrices(left, right, scope.blockBytes, scope.signal);
}

/** `DataFrame.equals`: the same columns in the same order, and equal values. */
async function equalFrames(
  scope: Scope,
  alt: AltIndex,
  first: Holder<DataFrameElem>,
  later: Holder<DataFrameElem>,
): Promise<boolean> {
  const [a, b] = [first.value.columns, later.value.columns];
  if (a.length !== b.length) return false;
  for (const [i, column] of a.entries()) {
    const other = b[i];
    if (other?.name !== column.name) return false;
    const [left, right] = [column.elem, other.elem];
    if (left.encoding === 'unsupported' || right.encoding === 'unsupported') return false;
    const isEqual = equalityOf(scope, alt);
    const held = { input: first.input, value: left };
    if (!(await isEqual(held, { input: later.input, value: right }))) return false;
  }
  return true;
}

const alignedOf = (
  alt: AltIndex,
  input: number,
  elem: MatrixElem,
  isPairwise: boolean,
): Aligned => ({ input, elem, mapping: alt.reindexerOf(input), isPairwise });

function comparable(scope: Scope, aligned: Aligned): Comparable | null {
  const dtype = alignedDtype(aligned);
  if (dtype === null) return null;
  return {
    rows: alignedRows(readingOf(scope), aligned, dtype),
    isSparse: isSparse(aligned.elem),
    dtype,
    shape: alignedShape(aligned),
  };
}

async function planKept(
  scope: Scope,
  alt: AltIndex,
  path: string,
  isPairwise: boolean,
  { input, value }: Holder<Elem>,
): Promise<void> {
  const { draft } = scope;
  if (value.encoding === 'dataframe') {
    await planKeptFrame(scope, alt, path, { input, value });
    return;
  }
  if (value.encoding === 'awkward-array') {
    await planKeptAwkward(scope, path, { input, value }, alt);
    return;
  }
  if (!isMatrix(value)) return;
  const aligned = alignedOf(alt, input, value, isPairwise);
  const dtype = alignedDtype(aligned);
  if (dtype === null) {
    const facts = { fill: 'NaN', dtype: value.dtype };
    draft.objects(path, alignedShape(aligned), 'promoted', [input], facts);
    return;
  }
  const shape = alignedShape(aligned);
  const { encoding } = value;
  const part: AlignedMatrixPart = {
    kind: 'aligned-matrix',
    path,
    encoding,
    dtype,
    shape,
    input,
    elem: value,
    names: alt,
    isPairwise,
  };
  draft.parts.push(part);
  const entries =
    value.encoding === 'array' ? shape.reduce((product, n) => product * n, 1) : value.nnz;
  const bytes = entries * (itemSize(dtype) + (value.encoding === 'array' ? 0 : 4));
  draft.elem(path, encoding, 'merge', 'kept-by-strategy', [input], { dtype, shape, bytes });
}

async function planKeptFrame(
  scope: Scope,
  alt: AltIndex,
  path: string,
  { input, value }: Holder<DataFrameElem>,
): Promise<void> {
  const { draft, inputs } = scope;
  const index = { kind: 'joined', names: alt } as const;
  const indexName = tableIndexName(frames(scope, axesOf(scope).alt), [value]);
  startDataFrame(scope, path, index, indexName, [value.rows]);
  const columns: AlignedColumnPart[] = [];
  for (const { name, elem } of value.columns) {
    const column = `${path}/${name}`;
    if (elem.encoding === 'unsupported') {
      const facts = { encoding: elem.name };
      draft.findings.add('C031', { input: inputs.paths[input] ?? '', elem: column, facts });
      continue;
    }
    const holder: Holder<ColumnElem> = { input, value: elem };
    columns.push(await describeMerged(scope, alt, column, name, holder));
  }
  draft.parts.push({ kind: 'dataframe', path, indexName, index, columns });
}
