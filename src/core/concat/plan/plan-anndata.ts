import type { DataFrameElem, Elem } from '../../anndata/elem.ts';
import { AltIndex } from '../alt-index.ts';
import type { IndexPart } from '../blueprint.ts';
import { asMatrices } from './matrices.ts';
import { planDataFrame, startDataFrame } from './plan-dataframe.ts';
import { planMatrix } from './plan-matrix.ts';
import { planMulti } from './plan-multi.ts';
import { axesOf, frames, holders, joinKeys, lengthsOf, multi, pairs, type Scope } from './scope.ts';
import type { MatrixSource } from './unify-matrix.ts';

/** Shape of the result. */
export interface Extent {
  readonly nObs: number;
  readonly nVars: number;
}

/** Plans an AnnData, or its raw, after the order of `anndata.concat`. Null when names forbid it. */
export async function planAnnData(scope: Scope): Promise<Extent | null> {
  const { draft, prefix } = scope;
  const axes = axesOf(scope);
  const alt = await planAltIndex(scope);
  if (alt === null) return null;
  draft.group(prefix === '' ? '' : 'raw', prefix === '' ? 'anndata' : 'raw');
  const lengths = lengthsOf(scope);
  const length = lengths.reduce((sum, n) => sum + n, 0);
  const extent =
    scope.axis === 'obs'
      ? { nObs: length, nVars: alt.length }
      : { nObs: alt.length, nVars: length };

  const index = concatenatedIndex(scope);
  // raw has no obs of its own: its names are those of the AnnData.
  if (prefix === '' || axes.concat === 'var') {
    await planDataFrame(scope, {
      path: `${prefix}${axes.concat}`,
      frames: frames(scope, axes.concat),
      rows: lengths,
      index,
      indexName: commonName(frames(scope, axes.concat)),
      label: scope.label,
    });
  }
  if (prefix === '' || axes.alt === 'var') planAltFrame(scope, alt);
  planX(scope, alt, extent);
  if (prefix === '') planLayers(scope, alt, extent);
  await planMultis(scope, index);
  if (prefix === '') planPairs(scope);
  return extent;
}

async function planAltIndex(scope: Scope): Promise<AltIndex | null> {
  const { draft, prefix } = scope;
  const { alt: axis } = axesOf(scope);
  const altFrames = frames(scope, axis);
  const indexes = altFrames.map((frame) => frame.index);
  const { inputs, join, blockBytes, signal } = scope;
  const alt = await AltIndex.join(inputs, indexes, join, blockBytes, signal);
  const elem = `${prefix}${axis}`;
  for (const { input, count, examples } of alt.duplicates) {
    const path = inputs.paths[input] ?? '';
    draft.findings.add('C020', { input: path, elem, facts: { axis }, count, examples });
  }
  if (alt.duplicates.length > 0) return null;
  const isDisjoint = alt.length === 0 && altFrames.every((frame) => frame.rows > 0);
  if (isDisjoint) {
    const examples = [...alt.examplesOf(0), ...alt.examplesOf(1)];
    const fixes = [{ options: { join: 'outer' as const } }];
    draft.findings.add('C021', { elem, facts: { axis }, examples, fixes });
    return null;
  }
  return alt;
}

function concatenatedIndex(scope: Scope): IndexPart {
  const { indexUnique, keys } = scope;
  return {
    kind: 'concatenated',
    indexes: frames(scope, scope.axis).map((frame) => frame.index),
    suffixes: indexUnique === null ? null : keys.map((key) => `${indexUnique}${key}`),
  };
}

/** An index keeps its name only where all inputs agree on it. */
function commonName(all: readonly DataFrameElem[]): string | null {
  const names = new Set(all.map((frame) => frame.indexName));
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

/** The dataframe of the alt axis: its names, and by default no columns. */
function planAltFrame(scope: Scope, alt: AltIndex): void {
  const { draft, prefix } = scope;
  const { alt: axis } = axesOf(scope);
  const all = frames(scope, axis);
  const path = `${prefix}${axis}`;
  const index: IndexPart = { kind: 'joined', names: alt };
  const indexName = commonName(all);
  startDataFrame(
    scope,
    path,
    index,
    indexName,
    all.map((frame) => frame.rows),
  );
  draft.parts.push({ kind: 'dataframe', path, indexName, index, columns: [] });
  const columns = all.map((frame) => new Map(frame.columns.map(({ name, elem }) => [name, elem])));
  for (const name of joinKeys(columns, 'outer').kept) {
    const sources = holders(columns, name);
    const elem = columns[sources[0] ?? 0]?.get(name);
    const encoding = elem?.encoding === 'unsupported' ? elem.name : (elem?.encoding ?? '');
    draft.drop(
      `${path}/${name}`,
      encoding,
      prefix === '' ? 'no-strategy' : 'raw-index-only',
      sources,
    );
  }
}

function planX(scope: Scope, alt: AltIndex, extent: Extent): void {
  const { draft, inputs, parts, prefix } = scope;
  const without = parts.flatMap(({ X }, i) => (X === null ? [inputs.paths[i] ?? ''] : []));
  if (without.length === parts.length) return;
  if (without.length > 0) {
    draft.findings.add('C030', { elem: `${prefix}X`, count: without.length, examples: without });
    return;
  }
  planAligned(
    scope,
    `${prefix}X`,
    parts.map(({ X }) => X),
    alt,
    extent,
  );
}

function planLayers(scope: Scope, alt: AltIndex, extent: Extent): void {
  const { draft, parts } = scope;
  draft.group('layers', 'dict');
  const mappings = parts.map((part) => part.layers);
  const { kept, dropped } = joinKeys(mappings, scope.join);
  for (const key of kept) {
    planAligned(
      scope,
      `layers/${key}`,
      mappings.map((mapping) => mapping.get(key) ?? null),
      alt,
      extent,
    );
  }
  dropKeys(scope, 'layers', mappings, dropped);
}

/** X or a layer: aligned to both axes. */
function planAligned(
  scope: Scope,
  path: string,
  elems: readonly (Elem | null)[],
  alt: AltIndex,
  extent: Extent,
): void {
  const matrices = asMatrices(scope, path, elems);
  if (matrices === null) return;
  const altFrames = frames(scope, axesOf(scope).alt);
  const sources = matrices.map((elem, i): MatrixSource => {
    const mapping = alt.reindexerOf(i);
    const width = elem === null ? 0 : (altFrames[i]?.rows ?? 0);
    const { noChange, absent } = mapping;
    return { elem, width, noChange, hasAbsent: !noChange && absent.length > 0 };
  });
  planMatrix(scope, {
    path,
    elems: matrices,
    sources,
    altLength: alt.length,
    shape: [extent.nObs, extent.nVars],
    alignment: { kind: scope.axis === 'obs' ? 'rows' : 'columns', names: alt },
  });
}

async function planMultis(scope: Scope, index: IndexPart): Promise<void> {
  const { draft, prefix } = scope;
  const { concat, alt } = axesOf(scope);
  // raw has varm only.
  if (prefix === '' || concat === 'var') {
    const name = `${prefix}${concat}m`;
    draft.group(name, 'dict');
    const mappings = multi(scope, concat);
    const { kept, dropped } = joinKeys(mappings, scope.join);
    for (const key of kept) {
      const elems = mappings.map((mapping) => mapping.get(key) ?? null);
      await planMulti(scope, `${name}/${key}`, elems, index);
    }
    dropKeys(scope, name, mappings, dropped);
  }
  if (prefix === '' || alt === 'var') {
    const name = `${prefix}${alt}m`;
    draft.group(name, 'dict');
    dropAll(scope, name, multi(scope, alt), prefix === '' ? 'no-strategy' : 'raw-index-only');
  }
}

function planPairs(scope: Scope): void {
  const { draft } = scope;
  const { concat, alt } = axesOf(scope);
  const name = `${concat}p`;
  draft.group(name, 'dict');
  draft.group(`${alt}p`, 'dict');
  dropAll(scope, `${alt}p`, pairs(scope, alt), 'no-strategy');
  const mappings = pairs(scope, concat);
  if (!scope.pairwise) {
    dropAll(scope, name, mappings, 'not-pairwise');
    return;
  }
  const lengths = lengthsOf(scope);
  const length = lengths.reduce((sum, n) => sum + n, 0);
  const { kept, dropped } = joinKeys(mappings, scope.join);
  for (const key of kept) {
    const path = `${name}/${key}`;
    const elems = asMatrices(
      scope,
      path,
      mappings.map((mapping) => mapping.get(key) ?? null),
    );
    if (elems === null) continue;
    planMatrix(scope, {
      path,
      elems,
      sources: elems.map((elem, i) => ({
        elem,
        width: lengths[i] ?? 0,
        noChange: true,
        hasAbsent: false,
      })),
      altLength: 0,
      shape: [length, length],
      alignment: { kind: 'diagonal' },
    });
  }
  dropKeys(scope, name, mappings, dropped);
}

function dropKeys(
  { draft }: Scope,
  group: string,
  mappings: readonly ReadonlyMap<string, Elem>[],
  keys: readonly string[],
): void {
  for (const key of keys) drop(draft, group, mappings, key, 'in-some');
}

function dropAll(
  { draft }: Scope,
  group: string,
  mappings: readonly ReadonlyMap<string, Elem>[],
  why: 'no-strategy' | 'not-pairwise' | 'raw-index-only',
): void {
  for (const key of joinKeys(mappings, 'outer').kept) drop(draft, group, mappings, key, why);
}

function drop(
  draft: Scope['draft'],
  group: string,
  mappings: readonly ReadonlyMap<string, Elem>[],
  key: string,
  why: 'in-some' | 'no-strategy' | 'not-pairwise' | 'raw-index-only',
): void {
  const sources = holders(mappings, key);
  const elem = mappings[sources[0] ?? 0]?.get(key);
  const encoding = elem?.encoding === 'unsupported' ? elem.name : (elem?.encoding ?? '');
  draft.drop(`${group}/${key}`, encoding, why, sources);
}
