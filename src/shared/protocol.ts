import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Failure } from './failure.ts';
import type { ConcatRequest } from './options.ts';
import type { Plan } from './plan.ts';
import type { Progress, RunResult } from './progress.ts';
import type { StoreSummary, TreeNode } from './tree.ts';

/**
 * What the extension asks of the engine in the child process, over JSON-RPC on the IPC channel.
 * Every request can be cancelled. A rejected request carries a `Failure` as its error data.
 */
export const inspectRequest = new RequestType<
  { readonly path: string; readonly elem: string },
  { readonly node: TreeNode; readonly children: readonly TreeNode[] },
  Failure
>('inspect');

export const summaryRequest = new RequestType<{ readonly path: string }, StoreSummary, Failure>(
  'summary',
);

export const planRequest = new RequestType<ConcatRequest, Plan, Failure>('plan');

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
