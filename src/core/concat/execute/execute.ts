import path from 'node:path';
import { isRunnable } from '../../../shared/plan.ts';
import type { RunResult } from '../../../shared/progress.ts';
import type { Context } from '../../context.ts';
import { OutputMismatchError, PlanRefusedError, ResumeRefusedError } from '../../errors.ts';
import type { Blueprint, Part } from '../blueprint.ts';
import { checkFresh, orStale } from '../fresh.ts';
import type { Inputs } from '../inputs.ts';
import { Checkpoints, type Pace } from '../partial/checkpoints.ts';
import { identityOf } from '../partial/identity.ts';
import { Partial } from '../partial/partial.ts';
import { verifyFast, verifyFull } from '../verify/verify.ts';
import { WriteRecord } from '../verify/write-record.ts';
import { Job } from './job.ts';
import { inOutput } from './in-output.ts';
import { place } from './place.ts';
import { writeParts } from './write-parts.ts';

/** How a plan is executed, apart from what it says. */
export interface RunOptions {
  /** Continues what a run of the same plan left that was killed; without such, it starts anew. */
  readonly resume?: boolean;
}

interface ExecuteOptions extends RunOptions {
  readonly pace?: Pace | undefined;
  /** What is written in place of the blueprint's parts, by which the result is checked. */
  readonly parts?: readonly Part[];
}

/**
 * Writes what the plan says to a sibling of the output, checks it, and only then puts it in place.
 * Whatever goes wrong, an existing output stays as it was and nothing is left behind.
 * @throws PlanRefusedError, PlanStaleError, ResumeRefusedError, OutputExistsError,
 *   OutputUnwritableError, OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function execute(
  blueprint: Blueprint,
  inputs: Inputs,
  context: Context,
  { resume = false, pace, parts = blueprint.parts }: ExecuteOptions = {},
): Promise<RunResult> {
  const { plan } = blueprint;
  if (!isRunnable(plan) || plan.result === null) {
    throw new PlanRefusedError({ path: plan.output.path, findings: plan.findings });
  }
  if (resume && (plan.functions ?? []).length > 0) {
    const reason = 'a function of a program may decide otherwise now';
    throw new ResumeRefusedError({ path: plan.output.path, reason });
  }
  const started = performance.now();
  await checkFresh(plan);
  const output = path.resolve(plan.output.path);
  const partial = await Partial.open(output, identityOf(plan), resume);
  try {
    const record = new WriteRecord(partial.saved?.checkpoints.flatMap(({ arrays }) => arrays));
    const writing = { partial, blueprint: { plan, parts }, inputs, record, context, pace };
    const bytes = await writeTemporary(writing);
    tellPhase(context, plan.estimate.outputBytes, 'verify');
    await verifyUnplaced(partial.path, blueprint, inputs, record, context);
    await checkFresh(plan);
    tellPhase(context, plan.estimate.outputBytes, 'place');
    await place(partial.path, output, plan.request.options.overwrite);
    const seconds = (performance.now() - started) / 1000;
    return { output: plan.output.path, ...plan.result, bytes, seconds };
  } catch (error) {
    const cause = await orStale(error, () => checkFresh(plan));
    throw await inOutput(cause, partial.path, plan);
  } finally {
    await partial.remove();
  }
}

/**
 * Checks a store that is not in place yet, as the options say. Errors name the output, which is what
 * the user knows, and not its temporary name.
 */
export async function verifyUnplaced(
  temporary: string,
  blueprint: Blueprint,
  inputs: Inputs,
  record: WriteRecord,
  context: Context,
): Promise<void> {
  const { request, output } = blueprint.plan;
  try {
    switch (request.options.verify) {
      case 'off':
        return;
      case 'fast':
        await verifyFast(temporary, blueprint, inputs, record, context);
        return;
      case 'full':
        await verifyFull(temporary, blueprint, inputs, context);
        return;
    }
  } catch (cause) {
    if (!(cause instanceof OutputMismatchError)) throw cause;
    const { elem, reason } = cause;
    throw new OutputMismatchError({ path: output.path, elem, reason, cause });
  }
}

/** @param total bytes to write, all of which are written */
export function tellPhase({ onProgress }: Context, total: number, phase: 'verify' | 'place'): void {
  onProgress?.({ phase, elem: null, done: total, total });
}

interface Writing {
  readonly partial: Partial;
  readonly blueprint: Blueprint;
  readonly inputs: Inputs;
  readonly record: WriteRecord;
  readonly context: Context;
  readonly pace: Pace | undefined;
}

async function writeTemporary(writing: Writing): Promise<number> {
  const { partial, inputs, record, context, pace } = writing;
  const { plan, parts } = writing.blueprint;
  const sink = await partial.openStore(plan.output.format);
  try {
    const saved = partial.saved?.checkpoints ?? [];
    const checkpoints = new Checkpoints(partial.journal, sink, record, saved, pace);
    const job = new Job(inputs, plan, plan.estimate.outputBytes, context, checkpoints);
    await writeParts(job, record.watch(sink.root), parts, plan.elems);
    await checkpoints.end();
    return await sink.finish();
  } finally {
    await sink.close();
  }
}
