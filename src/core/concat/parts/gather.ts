import { isDeepStrictEqual } from 'node:util';
import { PartsIncompleteError } from '../../errors.ts';
import type { Blueprint } from '../blueprint.ts';
import type { Written } from './shared-matrix.ts';
import { type WholePart, wholePart } from './whole.ts';
import type { SplitPlan, WorkFolder } from './work-folder.ts';

/** Parts that are named at most where some are missing. */
const MOST_NAMED = 20;

/**
 * What all parts have made.
 * @throws PartsIncompleteError when a part is not there or not whole, or they do not fit together
 */
export async function gatherParts(
  plan: SplitPlan,
  folder: WorkFolder,
): Promise<readonly WholePart[]> {
  const { count, split } = plan.parts;
  const parts: WholePart[] = [];
  const missing: number[] = [];
  for (let part = 1; part <= count; part++) {
    const whole = await wholePart(folder, part);
    if (whole === null) missing.push(part);
    else parts.push(whole);
  }
  const incomplete = (reason: string): PartsIncompleteError =>
    new PartsIncompleteError({ path: plan.output.path, reason });
  if (missing.length > 0) {
    const named = missing.slice(0, MOST_NAMED).join(', ');
    const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
    throw incomplete(`of ${count} parts, these are missing: ${named}${more}`);
  }
  for (const [i, { path }] of split.entries()) {
    for (let k = 1; k < count; k++) {
      const [end, start] = [parts[k - 1]?.made.shares[i]?.to, parts[k]?.made.shares[i]?.from];
      if (end !== undefined && isDeepStrictEqual(end, start)) continue;
      throw incomplete(`${path} of part ${k} does not end where that of part ${k + 1} begins`);
    }
  }
  return parts;
}

/** The split matrices of a blueprint, as they were written. */
export function writtenOf(
  plan: SplitPlan,
  folder: WorkFolder,
  { parts: planned }: Blueprint,
  parts: readonly WholePart[],
): readonly Written[] {
  return plan.parts.split.flatMap((split, i) => {
    const matrix = planned.find((part) => part.kind === 'matrix' && part.path === split.path);
    if (matrix?.kind !== 'matrix') return [];
    const entries = parts.at(-1)?.made.shares[i]?.to.entries ?? 0;
    const ends = parts.map((_, k) => folder.in('ends', `${k + 1}-${i}`));
    return [{ split, matrix, entries, ends }];
  });
}
