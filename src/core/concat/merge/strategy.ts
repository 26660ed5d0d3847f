import type { MergeStrategy } from '../../../shared/options.ts';

/** A value under one key, and the position of the input that has it. */
export interface Holder<V> {
  readonly input: number;
  readonly value: V;
}

/** Whether a later value equals the first, as `anndata._core.merge.equal` tells. */
export type Equality<V> = (first: Holder<V>, later: Holder<V>) => Promise<boolean>;

/** Keys that a strategy considers: those in all for `same`, else those in any, as first seen. */
export function mergedKeys(
  strategy: MergeStrategy,
  mappings: readonly ReadonlyMap<string, unknown>[],
): readonly string[] {
  if (strategy !== 'same') return [...new Set(mappings.flatMap((mapping) => [...mapping.keys()]))];
  const [first, ...others] = mappings;
  return [...(first?.keys() ?? [])].filter((key) => others.every((mapping) => mapping.has(key)));
}

/**
 * The value to keep of those under one key, or null
 * (`anndata._core.merge.unique_value`, `first`, `only`).
 */
export async function mergedValue<V>(
  strategy: MergeStrategy,
  holders: readonly Holder<V>[],
  isEqual: Equality<V>,
): Promise<Holder<V> | null> {
  const [first, ...others] = holders;
  if (first === undefined) return null;
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

/** Those that have the key, in the order of the inputs. */
export const holdersOf = <V>(
  mappings: readonly ReadonlyMap<string, V>[],
  key: string,
): readonly Holder<V>[] =>
  mappings.flatMap((mapping, input) => {
    const value = mapping.get(key);
    return value === undefined ? [] : [{ input, value }];
  });
