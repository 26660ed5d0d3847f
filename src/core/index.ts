import type { ConcatRequest } from '../shared/options.ts';
import type { Plan } from '../shared/plan.ts';
import type { RunResult } from '../shared/progress.ts';
import { execute, type RunOptions } from './concat/execute/execute.ts';
import { Inputs } from './concat/inputs.ts';
import type { MergeFunctions } from './concat/merge/merge-function.ts';
import { withParts } from './concat/parts/split.ts';
import { drawBlueprint } from './concat/plan/plan.ts';
import { checkSamePlan, checkSaved, type PlanChanges, withChanges } from './concat/saved-plan.ts';
import { verifyFull, verifyStructure } from './concat/verify/verify.ts';
import type { Context } from './context.ts';

export type { RunOptions } from './concat/execute/execute.ts';
export { deleteLeftover, listLeftovers } from './concat/partial/leftovers.ts';
export { finishParts } from './concat/parts/finish.ts';
export { runPart } from './concat/parts/run-part.ts';
export { readPartsState } from './concat/parts/state.ts';
export type { Context } from './context.ts';
export { inspectStore, summariseStore } from './inspect/inspect.ts';
export { openInspection } from './inspect/inspection.ts';
export { summarisePicture } from './inspect/picture/picture.ts';

/** A plan together with what executing it needs; `close` releases the inputs. */
export interface PreparedConcat {
  readonly plan: Plan;
  /**
   * @throws PlanRefusedError, PlanStaleError, ResumeRefusedError, OutputExistsError,
   *   OutputUnwritableError, OutputMismatchError, CancelledError, and what reading the inputs throws
   */
  run(context?: Context, how?: RunOptions): Promise<RunResult>;
  close(): Promise<void>;
}

/**
 * Reads the metadata and names of all inputs and plans the result. Writes nothing; what is at fault
 * with the inputs or options is in the plan's findings.
 * @param functions in place of the merge strategies of the options
 * @param count into how many parts, at most, a plan without errors is split; null to not split it
 * @throws UsageInvalidError when it cannot be split
 * @throws CancelledError, and what a merge function throws
 */
export async function prepareConcat(
  request: ConcatRequest,
  context: Context = {},
  functions: MergeFunctions = {},
  count: number | null = null,
): Promise<PreparedConcat> {
  const inputs = new Inputs(request.inputs.map((input) => input.path));
  try {
    const blueprint = await drawBlueprint(request, inputs, context, functions);
    return {
      plan:
        count === null ? blueprint.plan : await withParts(blueprint, inputs, { count }, context),
      run: (runContext = {}, how = {}) => execute(blueprint, inputs, runContext, how),
      close: () => inputs.close(),
    };
  } catch (error) {
    await inputs.close();
    throw error;
  }
}

/**
 * Prepares what a saved plan says. The plan is made again, since it does not hold what executing
 * takes (the order of all names, the tables of categories), and since only so it is known that it
 * is still true.
 * @throws PlanStaleError when an input has changed, or would be planned otherwise now
 * @throws UsageInvalidError when it was made with functions
 * @throws StoreNotFoundError, StoreUnreadableError, CancelledError
 */
export async function prepareSaved(
  saved: Plan,
  changes: PlanChanges = {},
  context: Context = {},
): Promise<PreparedConcat> {
  await checkSaved(saved);
  const prepared = await prepareConcat(withChanges(saved, changes).request, context);
  try {
    checkSamePlan(saved, prepared.plan);
    return prepared;
  } catch (error) {
    await prepared.close();
    throw error;
  }
}

/**
 * Checks a finished store against the plan by which it was written: its structure, for which the
 * inputs are not needed, or with `full` every value against the inputs.
 * @throws OutputMismatchError for the first elem that is not as planned
 * @throws PlanStaleError with `full` when the inputs are no longer those of the plan
 * @throws StoreNotFoundError, StoreUnreadableError, CancelledError, and what reading the inputs throws
 */
export async function verifyStore(
  store: string,
  plan: Plan,
  { full }: { readonly full: boolean },
  context: Context = {},
): Promise<void> {
  if (!full) {
    await verifyStructure(store, plan, context);
    return;
  }
  await checkSaved(plan);
  const inputs = new Inputs(plan.request.inputs.map((input) => input.path));
  try {
    const blueprint = await drawBlueprint(plan.request, inputs, context);
    checkSamePlan(plan, blueprint.plan);
    await verifyFull(store, blueprint, inputs, context);
  } finally {
    await inputs.close();
  }
}
