import { Inputs } from '../../src/core/concat/inputs.ts';
import { type Splitting, withParts } from '../../src/core/concat/parts/split.ts';
import { drawBlueprint } from '../../src/core/concat/plan/plan.ts';
import { finishParts, runPart } from '../../src/core/index.ts';
import type { ConcatRequest } from '../../src/shared/options.ts';
import { isRunnable, type Plan, planSchema } from '../../src/shared/plan.ts';
import type { Way } from './concatenate.ts';

/** A plan in parts, as it comes out of a file. */
export async function planInParts(request: ConcatRequest, splitting: Splitting): Promise<Plan> {
  const inputs = new Inputs(request.inputs.map(({ path }) => path));
  try {
    const plan = await withParts(await drawBlueprint(request, inputs, {}), inputs, splitting, {});
    return planSchema.parse(JSON.parse(JSON.stringify(plan)));
  } finally {
    await inputs.close();
  }
}

/**
 * Carries a plan out part by part.
 * @param order of the parts, given how many there are; those of one list run at the same time
 */
export const inParts =
  (splitting: Splitting, order: (count: number) => readonly (readonly number[])[]): Way =>
  async (request) => {
    const plan = await planInParts(request, splitting);
    if (!isRunnable(plan)) return plan;
    for (const parts of order(plan.parts?.count ?? 0)) {
      await Promise.all(parts.map((part) => runPart(plan, part)));
    }
    await finishParts(plan);
    return plan;
  };
