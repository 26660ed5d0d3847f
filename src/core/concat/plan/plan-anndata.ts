import { AltIndex } from '../alt-index.ts';
import type { IndexPart } from '../blueprint.ts';
import { dropKeys } from './drop.ts';
import { refuseFilters } from './filters.ts';
import { planLayers, planX } from './plan-aligned.ts';
import { planAltFrame } from './plan-alt-frame.ts';
import { planAltMappings } from './plan-alt-mappings.ts';
import { planDataFrame } from './plan-dataframe.ts';
import { planMulti } from './plan-multi.ts';
import { planPairs } from './plan-pairs.ts';
import {
  axesOf,
  commonName,
  frames,
  joinKeys,
  lengthsOf,
  multi,
  type Extent,
  type Scope,
} from './scope.ts';

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
      isPrejoined: false,
    });
  }
  if (prefix === '' || axes.alt === 'var') await planAltFrame(scope, alt);
  planX(scope, alt, extent);
  if (prefix === '') await planLayers(scope, alt, extent);
  await planMultis(scope, index);
  if (prefix === '') planPairs(scope);
  await planAltMappings(scope, alt);
  return extent;
}

async function planAltIndex(scope: Scope): Promise<AltIndex | null> {
  const { draft, prefix } = scope;
  const { alt: axis } = axesOf(scope);
  const altFrames = frames(scope, axis);
  const indexes = altFrames.map((frame) => frame.index);
  const { inputs, join, blockBytes, signal } = scope;
  const elem = `${prefix}${axis}`;
  if (refuseFilters(scope, indexes[0]?.path ?? elem, indexes)) return null;
  const alt = await AltIndex.join(inputs, indexes, join, blockBytes, signal);
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

async function planMultis(scope: Scope, index: IndexPart): Promise<void> {
  const { draft, prefix } = scope;
  const { concat } = axesOf(scope);
  // raw has varm only.
  if (prefix !== '' && concat !== 'var') return;
  const name = `${prefix}${concat}m`;
  draft.group(name, 'dict');
  const mappings = multi(scope, concat);
  const { kept, dropped } = joinKeys(mappings, scope.join);
  for (const key of kept) {
    const elems = mappings.map((mapping) => mapping.get(key) ?? null);
    await planMulti(scope, `${name}/${key}`, elems, index);
  }
  dropKeys(draft, name, mappings, dropped, 'in-some');
}
