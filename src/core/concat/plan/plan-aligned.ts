import type { Elem } from '../../anndata/elem.ts';
import type { AltIndex } from '../alt-index.ts';
import { asMatrices } from './matrices.ts';
import { dropKeys } from './drop.ts';
import { planAwkwardLayer } from './plan-awkward-layer.ts';
import { planMatrix } from './plan-matrix.ts';
import { axesOf, frames, type Extent, joinKeys, type Scope } from './scope.ts';
import type { MatrixSource } from './unify-matrix.ts';

/** Plans X: all inputs have it, or none. */
export function planX(scope: Scope, alt: AltIndex, extent: Extent): void {
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

export async function planLayers(scope: Scope, alt: AltIndex, extent: Extent): Promise<void> {
  const { draft, parts } = scope;
  draft.group('layers', 'dict');
  const mappings = parts.map((part) => part.layers);
  const { kept, dropped } = joinKeys(mappings, scope.join);
  for (const key of kept) {
    const elems = mappings.map((mapping) => mapping.get(key) ?? null);
    if (elems.some((elem) => elem?.encoding === 'awkward-array')) {
      await planAwkwardLayer(scope, `layers/${key}`, elems, alt);
    } else {
      planAligned(scope, `layers/${key}`, elems, alt, extent);
    }
  }
  dropKeys(draft, 'layers', mappings, dropped, 'in-some');
}

/** A matrix aligned to both axes. */
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
    const { noChange, absent } = alt.reindexerOf(i);
    const width = elem === null ? 0 : (altFrames[i]?.rows ?? 0);
    return { elem, width, noChange, hasAbsent: absent.length > 0 };
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
