import type { ConcatRequest } from '../../shared/options.ts';
import type { App } from '../app.ts';
import { showFailure } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { mayWrite } from './may-write.ts';

/**
 * Starts a job and opens the view that shows how far it is, and where it can be cancelled. How it
 * ended is told by whichever window is there then.
 * @param resume continue what a run of the same request left that was killed
 * @returns false when there is no result
 */
export async function runConcat(
  app: App,
  request: ConcatRequest,
  resume = false,
): Promise<boolean> {
  if (!mayWrite()) return false;
  try {
    const job = await app.jobs.start(request, resume);
    app.log.info(`job ${job.id}: ${JSON.stringify(request)}`);
    // A view that is open is there again after a reload, and takes up the jobs that are running.
    void app.jobsView.reveal(job, { select: false, focus: false });
    return (await job.ended).kind === 'done';
  } catch (error) {
    void showFailure(app, toFailure(error));
    return false;
  }
}
