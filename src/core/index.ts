import type { ConcatRequest } from '../shared/options.ts';
import type { Plan } from '../shared/plan.ts';
import type { RunResult } from '../shared/progress.ts';
import type { StoreSummary, TreeNode } from '../shared/tree.ts';
import type { Context } from './context.ts';

/** A plan together with what executing it needs; `close` releases the inputs. */
export interface PreparedConcat {
  readonly plan: Plan;
  /** @throws PlanRefusedError, OutputUnwritableError, OutputMismatchError, CancelledError */
  run(context?: Context): Promise<RunResult>;
  close(): Promise<void>;
}

/** Reads the metadata and names of all inputs and plans the result. Writes nothing. */
export function prepareConcat(
  _request: ConcatRequest,
  _context?: Context,
): Promise<PreparedConcat> {
  return Promise.reject(new Error('being written'));
}

/** One node of a store and its direct members, at the cost of their metadata. `elem` '' is the root. */
export function inspectStore(
  _path: string,
  _elem: string,
  _context?: Context,
): Promise<{ readonly node: TreeNode; readonly children: readonly TreeNode[] }> {
  return Promise.reject(new Error('being written'));
}

export function summariseStore(_path: string, _context?: Context): Promise<StoreSummary> {
  return Promise.reject(new Error('being written'));
}
