import { type Elem, encodingName, isMatrix, type MatrixElem } from '../../anndata/elem.ts';
import type { Scope } from './scope.ts';

/** The elems as matrices, or null and a finding for the first that is none. */
export function asMatrices(
  { draft, inputs }: Scope,
  path: string,
  elems: readonly (Elem | null)[],
): readonly (MatrixElem | null)[] | null {
  const matrices: (MatrixElem | null)[] = [];
  for (const [i, elem] of elems.entries()) {
    if (elem !== null && !isMatrix(elem)) {
      const facts = { encoding: encodingName(elem) };
      draft.findings.add('C031', { input: inputs.paths[i] ?? '', elem: path, facts });
      return null;
    }
    matrices.push(elem);
  }
  return matrices;
}
