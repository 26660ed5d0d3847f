import type { MatrixElem } from '../../anndata/elem.ts';
import { itemSize } from '../../store/dtype.ts';
import type { Scope } from './scope.ts';

/**
 * Adds a finding for each input whose chunks do not fit into the memory allowed; true when there is
 * one. Chunks that are not compressed are read in parts.
 */
export function refuseChunks(
  { draft, inputs, chunkBytes }: Scope,
  elem: string,
  elems: readonly (MatrixElem | null)[],
): boolean {
  let isRefused = false;
  for (const [i, source] of elems.entries()) {
    if (source?.chunks == null || source.filters.length === 0) continue;
    const chunk = source.chunks.reduce((product, n) => product * n, itemSize(source.dtype));
    if (chunk <= chunkBytes) continue;
    isRefused = true;
    draft.findings.add('C038', {
      input: inputs.paths[i] ?? '',
      elem,
      facts: { chunk, most: chunkBytes },
      fixes: [{ options: { memory: 2 * chunk } }],
    });
  }
  return isRefused;
}
