import { RequestType } from 'vscode-jsonrpc';
import type { ClusterReport, QueuedJob, Resources, Submitted } from './cluster.ts';
import type { Failure } from './failure.ts';
import type { ConcatRequest } from './options.ts';
import type { Plan } from './plan.ts';

/** What the extension asks of the engine about clusters. Files of plans have absolute paths. */

/** Plans in parts, and saves the plan unless it has errors. */
export const planPartsRequest = new RequestType<
  {
    readonly request: ConcatRequest;
    /** At most so many. */
    readonly parts: number;
    readonly plan: string;
  },
  Plan,
  Failure
>('planParts');

/** Hands what is missing of a saved plan to the scheduler. */
export const submitRequest = new RequestType<
  { readonly plan: string; readonly resources: Resources },
  Submitted,
  Failure
>('submit');

/** Where it is; the scheduler is asked only when told to. */
export const followRequest = new RequestType<
  { readonly plan: string; readonly isQueueAsked: boolean },
  ClusterReport,
  Failure
>('follow');

export const cancelSubmittedRequest = new RequestType<
  { readonly plan: string },
  readonly QueuedJob[],
  Failure
>('cancelSubmitted');
