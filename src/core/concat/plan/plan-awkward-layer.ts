import type { AwkwardElem, Elem } from '../../anndata/elem.ts';
import type { AltIndex } from '../alt-index.ts';
import { planAwkward } from './plan-awkward.ts';
import type { Scope } from './scope.ts';

/**
 * Plans an awkward array of layers: rows one after another, where each input has it, of the same
 * variables in the same order. anndata has no way to bring lists to other names
 * (`anndata._core.merge.Reindexer._apply_to_awkward`), and no value for those that are missing.
 */
export async function planAwkwardLayer(
  scope: Scope,
  path: string,
  elems: readonly (Elem | null)[],
  alt: AltIndex,
): Promise<void> {
  const { findings } = scope.draft;
  const arrays: AwkwardElem[] = [];
  for (const [i, elem] of elems.entries()) {
    const input = scope.inputs.paths[i] ?? '';
    if (elem !== null && elem.encoding !== 'awkward-array') {
      const encodings = `awkward-array, ${elem.encoding}`;
      findings.add('C034', { input, elem: path, facts: { encodings } });
      return;
    }
    const reason = elem === null ? 'that this input lacks' : whyNotJoined(scope, alt, i);
    if (reason !== null) {
      const facts = { encoding: `awkward-array: a layer ${reason}` };
      findings.add('C031', { input, elem: path, facts });
      return;
    }
    if (elem !== null) arrays.push(elem);
  }
  await planAwkward(scope, path, arrays, 'outer');
}

function whyNotJoined({ axis }: Scope, alt: AltIndex, input: number): string | null {
  if (axis === 'var') return 'along var';
  return alt.reindexerOf(input).noChange ? null : 'of other variables';
}
