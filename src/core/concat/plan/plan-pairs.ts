import { dropKeys } from './drop.ts';
import { asMatrices } from './matrices.ts';
import { planMatrix } from './plan-matrix.ts';
import { axesOf, joinKeys, lengthsOf, pairs, type Scope } from './scope.ts';

/**
 * Plans obsp (varp for axis var): a block diagonal with `pairwise`, else nothing
 * (`anndata._core.merge.concat_pairwise_mapping`).
 */
export function planPairs(scope: Scope): void {
  const { draft } = scope;
  const { concat } = axesOf(scope);
  const name = `${concat}p`;
  const mappings = pairs(scope, concat);
  draft.group(name, 'dict');
  if (!scope.pairwise) {
    dropKeys(draft, name, mappings, joinKeys(mappings, 'outer').kept, 'not-pairwise');
    return;
  }
  const lengths = lengthsOf(scope);
  const length = lengths.reduce((sum, n) => sum + n, 0);
  const { kept, dropped } = joinKeys(mappings, scope.join);
  for (const key of kept) {
    const path = `${name}/${key}`;
    const found = mappings.map((mapping) => mapping.get(key) ?? null);
    const elems = asMatrices(scope, path, found);
    if (elems === null) continue;
    planMatrix(scope, {
      path,
      elems,
      sources: elems.map((elem, i) => {
        const width = lengths[i] ?? 0;
        return { elem, width, noChange: true, hasAbsent: false };
      }),
      // A missing block has no columns and so no part in the dtype.
      altLength: 0,
      shape: [length, length],
      alignment: { kind: 'diagonal' },
    });
  }
  dropKeys(draft, name, mappings, dropped, 'in-some');
}
