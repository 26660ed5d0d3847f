import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isRunnable, type Plan } from '../../../shared/plan.ts';
import type { RunResult } from '../../../shared/progress.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import type { Context } from '../../context.ts';
import { OutputMismatchError, PlanRefusedError } from '../../errors.ts';
import { createStore } from '../../store/create.ts';
import type { Blueprint } from '../blueprint.ts';
import { checkFresh } from '../fresh.ts';
import type { Inputs } from '../inputs.ts';
import { verifyFast, verifyFull } from '../verify/verify.ts';
import { WriteRecord } from '../verify/write-record.ts';
import { Job } from './job.ts';
import { place, siblingOf } from './place.ts';
import { writeParts } from './write-parts.ts';

/**
 * Writes what the plan says to a sibling of the output, checks it, and only then puts it in place.
 * Whatever goes wrong, an existing output stays as it was and nothing is left behind.
 * @throws PlanRefusedError, PlanStaleError, OutputExistsError, OutputUnwritableError,
 *   OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function execute(
  blueprint: Blueprint,
  inputs: Inputs,
  context: Context,
): Promise<RunResult> {
  const { plan } = blueprint;
  if (!isRunnable(plan) || plan.result === null) {
    throw new PlanRefusedError({ path: plan.output.path, findings: plan.findings });
  }
  const started = performance.now();
  await checkFresh(plan);
  const output = path.resolve(plan.output.path);
  const temporary = siblingOf(output, 'partial');
  try {
    const record = new WriteRecord();
    const bytes = await writeTemporary(temporary, blueprint, inputs, record, context);
    report(context, plan, 'verify');
    await verify(temporary, blueprint, inputs, record, context);
    await checkFresh(plan);
    report(context, plan, 'place');
    await place(temporary, output, plan.request.options.overwrite);
    const seconds = (performance.now() - started) / 1000;
    return { output: plan.output.path, ...plan.result, bytes, seconds };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Errors name the output, which is what the user knows, and not its temporary name. */
async function verify(
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

function report({ onProgress }: Context, plan: Plan, phase: 'verify' | 'place'): void {
  const total = plan.estimate.outputBytes;
  onProgress?.({ phase, elem: null, done: total, total });
}

async function writeTemporary(
  temporary: string,
  { plan, parts }: Blueprint,
  inputs: Inputs,
  record: WriteRecord,
  context: Context,
): Promise<number> {
  const sink = await createStore(temporary, plan.output.format, groupAttrs('anndata'));
  try {
    const job = new Job(inputs, plan, plan.estimate.outputBytes, context);
    await writeParts(job, record.watch(sink.root), parts, plan.elems);
    return await sink.finish();
  } finally {
    await sink.close();
  }
}
