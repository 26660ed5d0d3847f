import type { MergeStrategy } from '../../../shared/options.ts';
import { UsageInvalidError } from '../../errors.ts';
import type { MergeCandidate, MergeFunction } from './merge-function.ts';

/** Says which value to keep of those under one key: by name, or a function of the caller. */
export type Merge = MergeStrategy | MergeFunction;

/** A value under one key, and the position of the input that has it. */
export interface Holder<V> {
  readonly input: number;
  readonly value: V;
}

/** Whether a later value equals the first, as `anndata._core.merge.equal` tells. */
export type Equality<V> = (first: Holder<V>, later: Holder<V>) => Promise<boolean>;

/**
 * Keys that a strategy considers: for `same` those in all, in the order of the last, since
 * `anndata._core.merge.intersect_keys` takes them from there; else those in any, as first seen.
 */
export function mergedKeys(
  strategy: Merge,
  mappings: readonly ReadonlyMap<string, unknown>[],
): readonly string[] {
  if (strategy !== 'same') return [...new Set(mappings.flatMap((mapping) => [...mapping.keys()]))];
  const keys = [...(mappings.at(-1)?.keys() ?? [])];
  return keys.filter((key) => mappings.every((mapping) => mapping.has(key)));
}

/**
 * The value to keep of those under one key, or null
 * (`anndata._core.merge.unique_value`, `first`, `only`).
 * @param candidateOf what a function is told of a holder
 * @throws UsageInvalidError when a function chooses what was not offered, and what it throws itself
 */
export async function mergedValue<V>(
  strategy: Merge,
  holders: readonly Holder<V>[],
  isEqual: Equality<V>,
  candidateOf: (holder: Holder<V>) => MergeCandidate,
): Promise<Holder<V> | null> {
  const [first, ...others] = holders;
  if (first === undefined) return null;
  if (typeof strategy === 'function') return chosenBy(strategy, holders, candidateOf);
  switch (strategy) {
    case 'first':
      return first;
    case 'only':
      return others.length === 0 ? first : null;
    case 'same':
    case 'unique':
      for (const later of others) if (!(await isEqual(first, later))) return null;
      return first;
  }
}

/** Those whose values a strategy may look at, or the result may have. */
export function readHolders<V>(
  strategy: Merge,
  holders: readonly Holder<V>[],
): readonly Holder<V>[] {
  if (strategy === 'first') return holders.slice(0, 1);
  return strategy === 'only' && holders.length > 1 ? [] : holders;
}

async function chosenBy<V>(
  choose: MergeFunction,
  holders: readonly Holder<V>[],
  candidateOf: (holder: Holder<V>) => MergeCandidate,
): Promise<Holder<V> | null> {
  const candidates = holders.map(candidateOf);
  const chosen = (await choose(candidates)) ?? null;
  if (chosen === null) return null;
  const holder = holders[candidates.indexOf(chosen)];
  if (holder !== undefined) return holder;
  const reason = 'the merge function returned something else than one of its candidates or null';
  throw new UsageInvalidError({ elem: candidates[0]?.path, reason });
}

/** Those that have the key, in the order of the inputs. */
export const holdersOf = <V>(
  mappings: readonly ReadonlyMap<string, V>[],
  key: string,
): readonly Holder<V>[] =>
  mappings.flatMap((mapping, input) => {
    const value = mapping.get(key);
    return value === undefined ? [] : [{ input, value }];
  });
