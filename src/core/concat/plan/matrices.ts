import type { Elem, MatrixElem } from '../../anndata/elem.ts';
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
      const encoding = elem.encoding === 'unsupported' ? elem.name : elem.encoding;
      draft.findings.add('C031', { input: inputs.paths[i] ?? '', elem: path, facts: { encoding } });
      return null;
    }
    matrices.push(elem);
  }
  return matrices;
}

const isMatrix = (elem: Elem): elem is MatrixElem =>
  elem.encoding === 'array' || elem.encoding === 'csr_matrix' || elem.encoding === 'csc_matrix';
