import type { Scope } from './scope.ts';

/** How a store names a filter or codec that nobody here knows. */
const UNKNOWN = /^(filter \d+|codec .+)$/u;

/** Adds a finding for each input whose values no filter of ours can read; true when there is one. */
export function refuseFilters(
  { draft, inputs }: Scope,
  elem: string,
  elems: readonly ({ readonly filters: readonly string[] } | null)[],
): boolean {
  const found = elems.flatMap((source, i) => {
    const filter = source?.filters.find((name) => UNKNOWN.test(name));
    return filter === undefined ? [] : [{ input: inputs.paths[i] ?? '', filter }];
  });
  for (const { input, filter } of found) {
    draft.findings.add('C033', { input, elem, facts: { filter } });
  }
  return found.length > 0;
}
