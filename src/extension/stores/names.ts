import path from 'node:path';

/** `b_cells` of `/data/b_cells.h5ad`. */
export const stemOf = (store: string): string => path.basename(store).replace(/\.[^.]+$/u, '');

/**
 * Keys for stores to be added: the stem of the name, with its folder or a number where that is
 * taken, so that no key occurs twice.
 * @param taken keys in use already
 */
export function proposeKeys(stores: readonly string[], taken: readonly string[]): string[] {
  const used = new Set(taken);
  const recurs = repeated(stores.map(stemOf));
  return stores.map((store) => {
    const stem = stemOf(store);
    const long = `${path.basename(path.dirname(store))}/${stem}`;
    const key = firstFree(recurs.has(stem) || used.has(stem) ? long : stem, (k) => !used.has(k));
    used.add(key);
    return key;
  });
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)));
}

/** `name`, or else the first of `name-2`, `name-3`, … that is free. */
export function firstFree(name: string, isFree: (candidate: string) => boolean): string {
  let candidate = name;
  for (let n = 2; !isFree(candidate); n += 1) candidate = `${name}-${n}`;
  return candidate;
}
