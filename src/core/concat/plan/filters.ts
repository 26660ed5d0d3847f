import type { Elem } from '../../anndata/elem.ts';
import type { Holder } from '../merge/strategy.ts';
import type { Scope } from './scope.ts';

/** How a store names a filter or codec that cannot be read here. */
const UNREADABLE = /^(filter \d+( \(.+\))?|codec .+)$/u;

interface Source {
  readonly input: number;
  readonly filters: readonly string[];
}

/** Adds a finding for each input whose values no filter of ours can read; true when there is one. */
export const refuseFilters = (
  scope: Scope,
  elem: string,
  elems: readonly ({ readonly filters: readonly string[] } | null)[],
): boolean =>
  refuse(
    scope,
    elem,
    elems.flatMap((source, input) => (source === null ? [] : [{ input, filters: source.filters }])),
  );

/** As `refuseFilters`, of elems of some of the inputs. */
export const refuseHolders = (
  scope: Scope,
  elem: string,
  holders: readonly Holder<Elem>[],
): boolean =>
  refuse(
    scope,
    elem,
    holders.map(({ input, value }) => ({ input, filters: filtersOf(value) })),
  );

function refuse({ draft, inputs }: Scope, elem: string, sources: readonly Source[]): boolean {
  const found = sources.flatMap(({ input, filters }) => {
    const filter = filters.find((name) => UNREADABLE.test(name));
    return filter === undefined ? [] : [{ input: inputs.paths[input] ?? '', filter }];
  });
  for (const { input, filter } of found) {
    draft.findings.add('C033', { input, elem, facts: { filter } });
  }
  return found.length > 0;
}

/** Of all arrays that the elem is read from; an awkward array's are known when it is opened. */
function filtersOf(elem: Elem): readonly string[] {
  if ('filters' in elem) return elem.filters;
  if (elem.encoding !== 'dataframe') return [];
  return [elem.index, ...elem.columns.map((column) => column.elem)].flatMap(filtersOf);
}
