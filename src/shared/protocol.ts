import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Failure } from './failure.ts';
import type { JobState, JobUpdate } from './job.ts';
import type { Fate, Leftover } from './leftover.ts';
import type { ConcatRequest } from './options.ts';
import type { Picture, PictureQuery } from './picture.ts';
import type { Plan } from './plan.ts';
import type { Progress, RunResult } from './progress.ts';
import type { StoreSummary, TreeNode } from './tree.ts';

/**
 * What the extension asks of the engine in the child process, over JSON-RPC on the IPC channel.
 * Every request can be cancelled. A rejected request carries a `Failure` as its error data.
 */
export const inspectRequest = new RequestType<
  {
    readonly path: string;
    readonly elem: string;
    /** The first of the members that are described; from 0. */
    readonly start?: number | undefined;
    /** How many are described; all, unless told. */
    readonly limit?: number | undefined;
  },
  {
    readonly node: TreeNode;
    readonly children: readonly TreeNode[];
    /** Number of all members. */
    readonly total: number;
  },
  Failure
>('inspect');

export const summaryRequest = new RequestType<{ readonly path: string }, StoreSummary, Failure>(
  'summary',
);

/** What runs left in a folder that were killed. */
export const leftoversRequest = new RequestType<
  { readonly folder: string },
  readonly Leftover[],
  Failure
>('leftovers');

/** Deletes what is left, unless its job lives. */
export const deleteLeftoverRequest = new RequestType<{ readonly store: string }, Fate, Failure>(
  'delete-leftover',
);

export const planRequest = new RequestType<ConcatRequest, Plan, Failure>('plan');

/** What a picture is drawn from. */
export const pictureRequest = new RequestType<PictureQuery, Picture, Failure>('picture');

/** Planning or drawing is one step further: what takes long is not what hangs. */
export const stepNotification = new NotificationType0('step');

/**
 * Plans and executes; `job` names the progress notifications that belong to it. With `resume` it
 * continues what a run of the same plan left that was killed.
 */
export const runRequest = new RequestType<
  { readonly job: string; readonly request: ConcatRequest; readonly resume?: boolean },
  RunResult,
  Failure
>('run');

export const progressNotification = new NotificationType<{
  readonly job: string;
  readonly progress: Progress;
}>('progress');

/**
 * What a window says to a job over its local socket. Any number of windows may attach, at any time;
 * from the answer on each gets every update.
 */
export const attachRequest = new RequestType0<JobState, void>('attach');

/** Asks the job to end and to leave nothing behind; the update with its outcome tells when it has. */
export const cancelRequest = new RequestType0<null, void>('cancel');

export const updateNotification = new NotificationType<JobUpdate>('update');
