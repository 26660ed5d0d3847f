import type { ConcatRequest } from '../shared/options.ts';
import type { Plan } from '../shared/plan.ts';
import type { RunResult } from '../shared/progress.ts';
import { execute } from './concat/execute/execute.ts';
import { Inputs } from './concat/inputs.ts';
import { drawBlueprint } from './concat/plan/plan.ts';
import type { Context } from './context.ts';

export type { Context } from './context.ts';
export { inspectStore, summariseStore } from './inspect/inspect.ts';

/** A plan together with what executing it needs; `close` releases the inputs. */
export interface PreparedConcat {
  readonly plan: Plan;
  /**
   * @throws PlanRefusedError, PlanStaleError, OutputExistsError, OutputUnwritableError,
   *   OutputMismatchError, CancelledError, and what reading the inputs throws
   */
  run(context?: Context): Promise<RunResult>;
  close(): Promise<void>;
}

/**
 * Reads the metadata and names of all inputs and plans the result. Writes nothing; what is at fault
 * with the inputs or options is in the plan's findings.
 * @throws CancelledError
 */
export async function prepareConcat(
  request: ConcatRequest,
  context: Context = {},
): Promise<PreparedConcat> {
  const inputs = new Inputs(request.inputs.map((input) => input.path));
  try {
    const blueprint = await drawBlueprint(request, inputs, context);
    return {
      plan: blueprint.plan,
      run: (runContext = {}) => execute(blueprint, inputs, runContext),
      close: () => inputs.close(),
    };
  } catch (error) {
    await inputs.close();
    throw error;
  }
}
