import type { Why } from '../../../shared/plan.ts';
import { type Elem, encodingName } from '../../anndata/elem.ts';
import { holdersOf } from '../merge/strategy.ts';
import type { Draft } from './draft.ts';

/** States that elems of a group are not in the result, each under the encoding of its first holder. */
export function dropKeys(
  draft: Draft,
  group: string,
  mappings: readonly ReadonlyMap<string, Elem>[],
  keys: Iterable<string>,
  why: Why,
): void {
  for (const key of keys) {
    const holders = holdersOf(mappings, key);
    const [first] = holders;
    if (first === undefined) continue;
    const sources = holders.map(({ input }) => input);
    draft.drop(`${group}/${key}`, encodingName(first.value), why, sources);
  }
}
