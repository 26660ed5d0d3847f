import { isDeepStrictEqual } from 'node:util';
import type { Options } from '../../shared/options.ts';
import type { Plan } from '../../shared/plan.ts';
import { PlanStaleError, UsageInvalidError } from '../errors.ts';
import { checkFresh } from './fresh.ts';

/** What says which result is written. Where it goes, and whether there is room for it, may change. */
const PARTS = ['inputs', 'result', 'elems'] as const;

/** Options that do not change what is written. */
export type PlanChanges = Partial<Pick<Options, 'overwrite' | 'verify'>>;

export const withChanges = (saved: Plan, changes: PlanChanges): Plan => {
  const { request } = saved;
  return { ...saved, request: { ...request, options: { ...request.options, ...changes } } };
};

/**
 * Looks whether a saved plan can still be executed.
 * @throws UsageInvalidError when it was made with functions, which are not in it
 * @throws PlanStaleError, StoreNotFoundError, StoreUnreadableError for the first input that changed
 */
export async function checkSaved(saved: Plan): Promise<void> {
  const { functions = [], output } = saved;
  if (functions.length > 0) {
    const reason = `its ${functions.join(' and ')} was a function of a program, which it cannot hold`;
    throw new UsageInvalidError({ path: output.path, reason });
  }
  await checkFresh(saved);
}

/**
 * Holds a plan that was made now against one that was saved.
 * @throws PlanStaleError when something else would be written now
 */
export function checkSamePlan(saved: Plan, now: Plan): void {
  const difference = PARTS.find((part) => !isDeepStrictEqual(saved[part], now[part]));
  if (difference === undefined) return;
  const reason = `${difference} of the saved plan are not those of a plan made now`;
  throw new PlanStaleError({ path: saved.output.path, reason });
}
