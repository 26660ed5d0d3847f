import type { StoreFormat } from '../../../shared/options.ts';
import type { PlanElem } from '../../../shared/plan.ts';
import { isMemberName } from '../../store/create.ts';
import type { Findings } from './findings.ts';

/** Adds a finding for each elem of the result that the format cannot hold under its name. */
export function checkNames(
  elems: readonly PlanElem[],
  format: StoreFormat,
  findings: Findings,
): void {
  for (const { path, action } of elems) {
    if (action === 'drop' || path === '') continue;
    if (!path.split('/').every((name) => isMemberName(name, format))) {
      findings.add('C037', { elem: path, facts: { format } });
    }
  }
}
