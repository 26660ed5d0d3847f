import type { PartsPlan } from '../shared/parts.ts';
import type { Plan } from '../shared/plan.ts';

/**
 * Bytes a second before compression: a quarter or less of what one core writes in
 * docs/performance.md, since shared disks are slower and a job that runs out of time is lost.
 */
const RATE = 10e6;
/** Minutes besides: for planning, and for disks that are busy. */
const RESERVE = 30;

/** Minutes to ask for, for each part: those that the largest takes. */
export const partTime = ({ bytes }: PartsPlan): number =>
  minutesOf(bytes.reduce((most, one) => Math.max(most, one), 0));

/** Minutes to ask for, for the finisher: a full check executes the whole plan once more. */
export const finishTime = ({ request, estimate }: Plan, { finishBytes }: PartsPlan): number =>
  minutesOf(finishBytes + (request.options.verify === 'full' ? estimate.outputBytes : 0));

const minutesOf = (bytes: number): number => RESERVE + Math.ceil(bytes / RATE / 60);
