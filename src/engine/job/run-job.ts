import type * as core from '../../core/index.ts';
import { toFailure } from '../../core/errors.ts';
import type { JobOutcome, JobProcess } from '../../shared/job.ts';
import type { Progress } from '../../shared/progress.ts';
import { throttleProgress } from '../../shared/throttle.ts';
import { newAddress } from './address.ts';
import { Audience } from './audience.ts';
import type { JobFolder } from './folder.ts';
import { Tracker } from './tracker.ts';

/** Milliseconds between two updates: more than ten a second nobody reads. */
const UPDATE_INTERVAL = 100;
/** Milliseconds between two lines of the journal, while one elem is written. */
const JOURNAL_INTERVAL = 10_000;

/** What of the process a job has to know. */
export interface Surroundings {
  readonly self: Omit<JobProcess, 'address'>;
  readonly log: (text: string) => void;
  /** Rejects when the process is at fault and has to end. */
  readonly fault: Promise<never>;
}

/**
 * Carries out the order of a job and records how it ended, whatever happens. Everybody may attach
 * to it meanwhile, and cancel it.
 * @param controller aborts the job
 */
export async function runJob(
  folder: JobFolder,
  { prepareConcat }: Pick<typeof core, 'prepareConcat'>,
  controller: AbortController,
  { self, log, fault }: Surroundings,
): Promise<JobOutcome> {
  const tracker = new Tracker();
  const audience = new Audience({
    attach: () => tracker.state,
    cancel: () => {
      log('asked to cancel');
      controller.abort();
    },
  });
  const tell = throttleProgress(() => {
    audience.tell(tracker.update());
  }, UPDATE_INTERVAL);
  const note = throttleProgress((progress) => {
    void folder.note({ at: Date.now(), progress });
  }, JOURNAL_INTERVAL);
  const onProgress = (progress: Progress): void => {
    const isNext = tracker.report(progress);
    tell(progress);
    if (isNext) void folder.note({ at: Date.now(), progress });
    else note(progress);
  };

  const work = async (): Promise<JobOutcome> => {
    const { signal } = controller;
    const { request, resume } = await folder.readOrder();
    log(`${resume ? 'resume' : 'run'} ${JSON.stringify(request)}`);
    const prepared = await prepareConcat(request, { signal, onProgress });
    try {
      tracker.planned(prepared.plan);
      const result = await prepared.run({ signal, onProgress }, { resume });
      return { kind: 'done', at: Date.now(), result };
    } finally {
      await prepared.close();
    }
  };

  const address = await newAddress();
  try {
    await audience.listen(address.path);
    await folder.begin({ ...self, address: address.path });
    const outcome = await Promise.race([work(), fault]).catch(asOutcome);
    log(outcome.kind === 'failed' ? describe(outcome) : JSON.stringify(outcome));
    tracker.end(outcome);
    // First on the disk: who hears of it can rely on it.
    await folder.end(outcome);
    return outcome;
  } finally {
    await audience.close(tracker.update());
    await address.remove();
  }
}

const asOutcome = (error: unknown): JobOutcome => ({
  kind: 'failed',
  at: Date.now(),
  failure: toFailure(error),
});

const describe = ({ failure }: JobOutcome & { readonly kind: 'failed' }): string =>
  [failure.tag, failure.path, failure.elem, failure.reason, failure.detail]
    .filter((part) => part !== null)
    .join(': ');
