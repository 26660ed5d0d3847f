import type { MessageConnection } from 'vscode-jsonrpc';
import type * as core from '../core/index.ts';
import type { Progress } from '../shared/progress.ts';
import {
  inspectRequest,
  pictureRequest,
  planRequest,
  progressNotification,
  runRequest,
  stepNotification,
  summaryRequest,
} from '../shared/protocol.ts';
import { throttle, throttleProgress } from '../shared/throttle.ts';
import { serveLeftovers, type LeftoversCore } from './leftovers.ts';
import { serveCluster, type ClusterCore } from './cluster.ts';
import { OpenStores } from './open-stores.ts';
import {
  inspectParams,
  parseParams,
  pictureParams,
  planParams,
  runParams,
  summaryParams,
} from './params.ts';
import { Requests } from './requests.ts';

export type Core = Pick<
  typeof core,
  'prepareConcat' | 'openInspection' | 'summariseStore' | 'summarisePicture'
> &
  LeftoversCore &
  ClusterCore;

/** About ten reports a second are more than anybody reads. */
const PROGRESS_INTERVAL = 100;

/**
 * Answers the requests of `shared/protocol.ts` with the core's functions. The caller listens on
 * the connection afterwards and owns it.
 * @param log what cannot be told to the other side
 */
export function serve(
  connection: MessageConnection,
  { prepareConcat, openInspection, summariseStore, summarisePicture, ...more }: Core,
  log: (text: string) => void,
): Requests {
  const requests = new Requests();
  const stores = new OpenStores(openInspection);
  connection.onClose(() => void stores.close());

  serveLeftovers(connection, requests, more);

  const notify = async (job: string, progress: Progress): Promise<void> => {
    try {
      await connection.sendNotification(progressNotification, { job, progress });
    } catch (error) {
      log(`progress of job ${job} was not sent: ${String(error)}`);
    }
  };

  const tellStep = async (): Promise<void> => {
    try {
      await connection.sendNotification(stepNotification);
    } catch (error) {
      log(`a step was not told: ${String(error)}`);
    }
  };

  const onStep = throttle(() => void tellStep(), PROGRESS_INTERVAL);
  serveCluster(connection, requests, { prepareConcat, ...more }, onStep);
  connection.onRequest(inspectRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { path, elem, ...page } = parseParams(inspectParams, params);
      // Whoever begins at the root wants to see what is there now.
      const isFresh = elem === '' && (page.start ?? 0) === 0;
      return await stores.use(path, isFresh, signal, (inspection) =>
        inspection.inspect(elem, page, { signal }),
      );
    }),
  );
  connection.onRequest(summaryRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { path } = parseParams(summaryParams, params);
      return await summariseStore(path, { signal });
    }),
  );
  connection.onRequest(pictureRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const query = parseParams(pictureParams, params);
      const onStep = throttle(() => void tellStep(), PROGRESS_INTERVAL);
      return await summarisePicture(query, { signal, onStep });
    }),
  );
  connection.onRequest(planRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const onProgress = throttleProgress(() => void tellStep(), PROGRESS_INTERVAL);
      const request = parseParams(planParams, params);
      const prepared = await prepareConcat(request, { signal, onProgress });
      await prepared.close();
      return prepared.plan;
    }),
  );
  connection.onRequest(runRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { job, request, resume } = parseParams(runParams, params);
      const onProgress = throttleProgress((progress) => {
        void notify(job, progress);
      }, PROGRESS_INTERVAL);
      const prepared = await prepareConcat(request, { signal, onProgress });
      try {
        return await prepared.run({ signal, onProgress }, { resume });
      } finally {
        await prepared.close();
      }
    }),
  );
  return requests;
}
