import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../shared/plan.ts';
import { PlanStaleError } from '../errors.ts';
import { checkSame } from './fresh.ts';

/**
 * Holds a plan that was made now against one that was saved. What says where the output goes, and
 * whether there is room for it, may have changed; all that says what is written may not.
 * @throws PlanStaleError when an input has changed, or the inputs are planned otherwise than before
 */
export function checkSamePlan(saved: Plan, now: Plan): void {
  for (const [i, planned] of saved.inputs.entries()) {
    const input = now.inputs[i];
    if (input !== undefined) checkSame(planned, input);
  }
  const difference = PARTS.find((part) => !isDeepStrictEqual(saved[part], now[part]));
  if (difference === undefined) return;
  const reason = `its ${difference} would be other ones now`;
  throw new PlanStaleError({ path: saved.output.path, reason });
}

const PARTS = ['inputs', 'result', 'elems'] as const;
