import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../shared/plan.ts';
import { PlanStaleError } from '../errors.ts';

/** What says which result is written. Where it goes, and whether there is room for it, may change. */
const PARTS = ['inputs', 'result', 'elems'] as const;

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
