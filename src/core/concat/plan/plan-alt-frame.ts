import type { ColumnElem, DataFrameElem, OtherElem } from '../../anndata/elem.ts';
import type { AltIndex } from '../alt-index.ts';
import type { AlignedColumnPart, IndexPart } from '../blueprint.ts';
import { alignColumn, type AlignedColumn } from '../merge/aligned-column.ts';
import { alignedTarget } from '../merge/aligned-target.ts';
import { equalColumns } from '../merge/equal-column.ts';
import { candidateOf } from '../merge/candidate.ts';
import { type Holder, holdersOf, mergedKeys, mergedValue, readHolders } from '../merge/strategy.ts';
import { describeTarget } from './describe-column.ts';
import { dropKeys } from './drop.ts';
import { refuseHolders } from './filters.ts';
import { startDataFrame } from './plan-dataframe.ts';
import { axesOf, commonName, frames, joinKeys, readingOf, type Scope } from './scope.ts';

type Column = ColumnElem | OtherElem;

/** Columns by name. */
export const columnsOf = (frame: DataFrameElem): ReadonlyMap<string, Column> =>
  new Map(frame.columns.map(({ name, elem }) => [name, elem]));

/**
 * Plans the dataframe of the alt axis: the joined names, and the columns that the merge strategy
 * keeps (`anndata._core.merge.merge_dataframes`).
 */
export async function planAltFrame(scope: Scope, alt: AltIndex): Promise<void> {
  const { draft, prefix, merge } = scope;
  const all = frames(scope, axesOf(scope).alt);
  const path = `${prefix}${axesOf(scope).alt}`;
  const index: IndexPart = { kind: 'joined', names: alt };
  const indexName = commonName(all);
  startDataFrame(
    scope,
    path,
    index,
    indexName,
    all.map((frame) => frame.rows),
  );
  const mappings = all.map(columnsOf);
  const columns: AlignedColumnPart[] = [];
  const kept = new Set<string>();
  for (const name of merge === null ? [] : mergedKeys(merge, mappings)) {
    const part = await planMerged(scope, alt, `${path}/${name}`, name, holdersOf(mappings, name));
    if (part === null) continue;
    kept.add(name);
    if (part !== 'refused') columns.push(part);
  }
  const dropped = joinKeys(mappings, 'outer').kept.filter((name) => !kept.has(name));
  dropKeys(draft, path, mappings, dropped, whyDropped(scope));
  draft.parts.push({ kind: 'dataframe', path, indexName, index, columns });
}

/** Why the strategy, or the lack of one, leaves something of the alt axis behind. */
export function whyDropped({
  prefix,
  merge,
}: Scope): 'raw-index-only' | 'no-strategy' | 'strategy' {
  if (prefix !== '') return 'raw-index-only';
  return merge === null ? 'no-strategy' : 'strategy';
}

async function planMerged(
  scope: Scope,
  alt: AltIndex,
  path: string,
  name: string,
  holders: readonly Holder<Column>[],
): Promise<AlignedColumnPart | 'refused' | null> {
  const { draft, inputs, merge } = scope;
  if (merge === null) return null;
  const known: Holder<ColumnElem>[] = [];
  for (const { input, value } of holders) {
    if (value.encoding === 'unsupported') {
      const facts = { encoding: value.name };
      draft.findings.add('C031', { input: inputs.paths[input] ?? '', elem: path, facts });
      return 'refused';
    }
    known.push({ input, value });
  }
  if (refuseHolders(scope, path, readHolders(merge, known))) return 'refused';
  const chosen = await mergedValue(merge, known, equalityOf(scope, alt), (holder) =>
    candidateOf(readingOf(scope), path, holder),
  );
  if (chosen === null) return null;
  return describeMerged(scope, alt, path, name, chosen);
}

/** Compares columns after reindexing; the first is aligned once. */
export function equalityOf(
  scope: Scope,
  alt: AltIndex,
): (first: Holder<ColumnElem>, later: Holder<ColumnElem>) => Promise<boolean> {
  let held: { readonly elem: ColumnElem; readonly column: AlignedColumn } | null = null;
  return async (first, later) => {
    if (held?.elem !== first.value) {
      held = { elem: first.value, column: await align(scope, alt, first) };
    }
    return equalColumns(held.column, await align(scope, alt, later));
  };
}

const align = (scope: Scope, alt: AltIndex, { input, value }: Holder<ColumnElem>) =>
  alignColumn(scope.inputs, input, value, alt.reindexerOf(input), scope.blockBytes, scope.signal);

/** States a column that is kept. */
export async function describeMerged(
  scope: Scope,
  alt: AltIndex,
  path: string,
  name: string,
  chosen: Holder<ColumnElem>,
): Promise<AlignedColumnPart> {
  const { draft } = scope;
  const column = await align(scope, alt, chosen);
  const { target, chosen: form } = await alignedTarget(column, scope.signal);
  if (form !== undefined) draft.findings.add('C043', { elem: path, facts: { form } });
  describeTarget(scope, path, target, alt.length, 'merge', 'kept-by-strategy', [chosen.input]);
  return { kind: 'aligned', name, input: chosen.input, elem: chosen.value, names: alt, target };
}
