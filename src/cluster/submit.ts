import { PlanRefusedError, UsageInvalidError } from '../core/errors.ts';
import type { QueuedJob, Submission, Submissions, Submitted } from '../shared/cluster.ts';
import type { PartsState } from '../shared/parts.ts';
import { isRunnable, type Plan } from '../shared/plan.ts';
import { ClusterFolder, jobIds } from './folder.ts';
import type { JobRef, Scheduler, Script } from './scheduler.ts';
import { drawScripts, nameOf, type Order, type PlannedParts } from './scripts.ts';

/**
 * @param file absolute path of the plan
 * @throws PlanRefusedError, UsageInvalidError when it cannot be submitted
 */
export function plannedParts(file: string, plan: Plan): PlannedParts {
  if (!isRunnable(plan)) throw new PlanRefusedError({ path: file, findings: plan.findings });
  const { parts } = plan;
  if (parts !== undefined) return { file, plan, parts };
  throw new UsageInvalidError({
    path: file,
    reason: 'it is no plan in parts, as «anndata-concat plan --parts» makes it',
  });
}

/**
 * Hands to the scheduler what is missing: parts that are neither done nor in the queue, and a
 * finisher that waits for them and for those in the queue. Submitting again is how what failed is
 * repeated.
 * @param state of the parts, by their own records
 * @throws SchedulerUnavailableError, SchedulerRefusedError, OutputUnwritableError, UsageInvalidError,
 *   CancelledError
 */
export async function submit(
  scheduler: Scheduler,
  order: Order,
  state: PartsState,
): Promise<Submitted> {
  if (state.finish.state === 'done') return { kind: 'done' };
  const scripts = drawScripts(scheduler, order);
  const folder = new ClusterFolder(order.planned.file);
  const record = (await folder.read()) ?? nothing(scheduler, order);
  const queue = await scheduler.queued(jobIds(record), record.name);
  const finishers = queue.filter(({ id }) => isFinisher(record, id));
  const tasks = queue.filter(({ id }) => !isFinisher(record, id));
  const parts = missing(state, tasks);
  if (parts.length === 0 && finishers.length > 0) return { kind: 'queued' };

  const partsScript = await folder.writeScript('parts.sh', scripts.parts);
  const finishScript = await folder.writeScript('finish.sh', scripts.finish);
  const array =
    parts.length === 0
      ? null
      : await scheduler.submitParts(partsScript, parts, order.resources.arrayLimit);
  const begun: Submission = { at: Date.now(), parts, array, finisher: null };
  const save = (submission: Submission): Promise<void> =>
    folder.write({ ...record, submissions: [...record.submissions, submission] });
  await save(begun);
  const after = [...(array === null ? [] : [{ id: array, part: null }]), ...tasks];
  const finisher = await submitFinisher(scheduler, finishScript, after, array);
  const submission = { ...begun, finisher };
  await save(submission);
  // Now that there is one that waits for all; theirs would never begin, or begin in vain.
  await scheduler.cancel(finishers);
  return { kind: 'submitted', submission, folder: folder.path };
}

/** Parts whose finisher was refused would be done for nothing: they are taken back. */
async function submitFinisher(
  scheduler: Scheduler,
  script: Script,
  after: readonly JobRef[],
  array: string | null,
): Promise<string> {
  try {
    return await scheduler.submitFinisher(script, after);
  } catch (error) {
    if (array !== null) await scheduler.cancel([{ id: array, part: null }]);
    throw error;
  }
}

function missing({ parts }: PartsState, tasks: readonly QueuedJob[]): readonly number[] {
  const queued = new Set(tasks.map(({ part }) => part));
  return parts
    .filter(({ part, state }) => state !== 'done' && !queued.has(part))
    .map(({ part }) => part);
}

const nothing = (scheduler: Scheduler, { planned }: Order): Submissions => ({
  version: 1,
  scheduler: scheduler.name,
  name: nameOf(planned.plan),
  submissions: [],
});

const isFinisher = ({ submissions }: Submissions, id: string): boolean =>
  submissions.some(({ finisher }) => finisher === id);
