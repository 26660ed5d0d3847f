/**
 * The package as a library. What is exported here is its public surface, under semantic versioning;
 * `test/api/surface.test.ts` holds it.
 */
export { concatOnDisk, planConcat, type ConcatOnDiskResult } from './concat-on-disk.ts';
export type { ConcatOnDiskOptions, InFiles } from './options.ts';
export {
  deleteLeftover,
  inspectStore,
  listLeftovers,
  verifyStore,
  type Context,
} from '../core/index.ts';
export type { Inspected } from '../core/inspect/inspection.ts';
export type {
  MergeCandidate,
  MergeFunction,
  MergeScalar,
  MergeValue,
} from '../core/concat/merge/merge-function.ts';
export {
  CancelledError,
  ConcatError,
  ElemUnreadableError,
  ElemUnsupportedError,
  NotAnnDataError,
  OutputExistsError,
  OutputMismatchError,
  OutputUnwritableError,
  PlanRefusedError,
  PlanStaleError,
  ResumeRefusedError,
  StoreNotFoundError,
  StoreUnreadableError,
  UsageInvalidError,
} from '../core/errors.ts';
export type { FailureTag } from '../shared/failure.ts';
export type { Finding } from '../shared/finding.ts';
export type { Leftover } from '../shared/leftover.ts';
export type { MergeStrategy } from '../shared/options.ts';
export type { Plan, PlanElem, PlanInput } from '../shared/plan.ts';
export type { Progress, RunResult } from '../shared/progress.ts';
export type { TreeNode } from '../shared/tree.ts';
