import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageConnection } from 'vscode-jsonrpc';
import * as z from 'zod';
import {
  cancelSubmitted,
  clusterFolder,
  createScheduler,
  plannedParts,
  readQueue,
  submit,
} from '../cluster/index.ts';
import { ConcatError, OutputUnwritableError } from '../core/errors.ts';
import type * as core from '../core/index.ts';
import { readPlanFile } from '../core/plan-file.ts';
import { systemReason } from '../core/store/system-error.ts';
import { resourcesSchema, type QueuedJob } from '../shared/cluster.ts';
import {
  cancelSubmittedRequest,
  followRequest,
  planPartsRequest,
  submitRequest,
} from '../shared/cluster-protocol.ts';
import { requestSchema } from '../shared/options.ts';
import { isRunnable, type Plan } from '../shared/plan.ts';
import { parseParams } from './params.ts';
import type { Requests } from './requests.ts';

export type ClusterCore = Pick<typeof core, 'prepareConcat' | 'readPartsState'>;

const planFile = z.string().refine((file) => path.isAbsolute(file));
const planPartsParams = z.strictObject({
  request: requestSchema,
  parts: z.int().positive(),
  plan: planFile,
});
const submitParams = z.strictObject({ plan: planFile, resources: resourcesSchema });
const followParams = z.strictObject({ plan: planFile, isQueueAsked: z.boolean() });
const cancelParams = z.strictObject({ plan: planFile });

/**
 * Answers the requests of `shared/cluster-protocol.ts`.
 * @param onProgress is called while it is planned
 */
export function serveCluster(
  connection: MessageConnection,
  requests: Requests,
  { prepareConcat, readPartsState }: ClusterCore,
  onProgress: core.Context['onProgress'],
): void {
  connection.onRequest(planPartsRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { request, parts, plan: file } = parseParams(planPartsParams, params);
      const prepared = await prepareConcat(request, { signal, onProgress }, {}, parts);
      await prepared.close();
      if (isRunnable(prepared.plan)) await save(file, prepared.plan);
      return prepared.plan;
    }),
  );
  connection.onRequest(submitRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { plan: file, resources } = parseParams(submitParams, params);
      const planned = plannedParts(file, await readPlanFile(file));
      // Its paths are absolute: any folder does.
      const order = { planned, cwd: path.dirname(file), resources };
      const state = await readPartsState(planned.plan);
      return await submit(createScheduler('slurm', signal), order, state);
    }),
  );
  connection.onRequest(followRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { plan: file, isQueueAsked } = parseParams(followParams, params);
      const queue = isQueueAsked ? await queueOf(file, signal) : null;
      // After the queue: what has left it has said what became of it.
      const parts = await readPartsState(await readPlanFile(file));
      return { parts, queue, folder: clusterFolder(file) };
    }),
  );
  connection.onRequest(cancelSubmittedRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { plan } = parseParams(cancelParams, params);
      return await cancelSubmitted(plan, signal);
    }),
  );
}

/** Null when the scheduler does not answer: the parts have records of their own. */
async function queueOf(file: string, signal: AbortSignal): Promise<readonly QueuedJob[] | null> {
  try {
    return (await readQueue(file, signal)).jobs;
  } catch (error) {
    if (error instanceof ConcatError && error.tag.startsWith('Scheduler')) return null;
    throw error;
  }
}

async function save(file: string, plan: Plan): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`);
  } catch (cause) {
    throw new OutputUnwritableError({ path: file, reason: systemReason(cause), cause });
  }
}
