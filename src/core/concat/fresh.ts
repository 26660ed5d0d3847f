import type { Plan, PlanInput } from '../../shared/plan.ts';
import {
  ElemUnreadableError,
  OutputMismatchError,
  PlanStaleError,
  StoreUnreadableError,
} from '../errors.ts';
import { storeStat } from '../store/stat.ts';

type Fingerprint = Pick<PlanInput, 'bytes' | 'modified' | 'digest'>;

/**
 * Looks whether the inputs are what they were when the plan was made.
 * @throws PlanStaleError for the first that is not
 * @throws StoreNotFoundError, StoreUnreadableError
 */
export async function checkFresh({ inputs }: Pick<Plan, 'inputs'>): Promise<void> {
  for (const input of inputs) checkSame(input, await storeStat(input.path));
}

/** @throws PlanStaleError when an input is not what it was when the plan was made */
export function checkSame(input: PlanInput, now: Fingerprint): void {
  const reason = changeOf(input, now);
  if (reason !== null) throw new PlanStaleError({ path: input.path, reason });
}

function changeOf(planned: Fingerprint, now: Fingerprint): string | null {
  if (now.bytes !== planned.bytes) {
    return `it has ${now.bytes} bytes, and had ${planned.bytes} when the plan was made`;
  }
  if (now.digest !== planned.digest) return 'its header is another one';
  return now.modified === planned.modified ? null : 'it was written to after the plan was made';
}

/** What an input that was rewritten, or went away, is taken for: damage, or a result other than written. */
const LOOKS_STALE = [ElemUnreadableError, StoreUnreadableError, OutputMismatchError] as const;

/**
 * What ended a run: that an input changed or went away meanwhile, where that may be what it met and
 * is so. Chunks of a folder that is gone are read as fill values.
 * @param look whether all are what they were, as `checkFresh`
 */
export async function orStale(error: unknown, look: () => Promise<void>): Promise<unknown> {
  if (!LOOKS_STALE.some((of) => error instanceof of)) return error;
  try {
    await look();
  } catch (change) {
    return change;
  }
  return error;
}
