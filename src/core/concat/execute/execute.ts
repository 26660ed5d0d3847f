import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isRunnable, type Plan } from '../../../shared/plan.ts';
import type { RunResult } from '../../../shared/progress.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import type { Context } from '../../context.ts';
import { PlanRefusedError } from '../../errors.ts';
import { createStore } from '../../store/create.ts';
import type { Blueprint, Part } from '../blueprint.ts';
import { checkFresh } from '../fresh.ts';
import type { Inputs } from '../inputs.ts';
import { Job } from './job.ts';
import { place, siblingOf } from './place.ts';
import { verifyStore } from './verify.ts';
import { writeParts } from './write-parts.ts';

/**
 * Writes what the plan says to a sibling of the output, checks it, and only then puts it in place.
 * Whatever goes wrong, an existing output stays as it was and nothing is left behind.
 * @throws PlanRefusedError, PlanStaleError, OutputExistsError, OutputUnwritableError,
 *   OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function execute(
  { plan, parts }: Blueprint,
  inputs: Inputs,
  context: Context,
): Promise<RunResult> {
  if (!isRunnable(plan) || plan.result === null) {
    throw new PlanRefusedError({ path: plan.output.path });
  }
  const started = performance.now();
  await checkFresh(plan);
  const output = path.resolve(plan.output.path);
  const temporary = siblingOf(output, 'partial');
  try {
    const bytes = await writeTemporary(temporary, plan, parts, inputs, context);
    if (plan.request.options.verify !== 'off') {
      report(context, plan, 'verify');
      await verifyStore(temporary, plan, context.signal);
    }
    await checkFresh(plan);
    report(context, plan, 'place');
    await place(temporary, output, plan.request.options.overwrite);
    const seconds = (performance.now() - started) / 1000;
    return { output: plan.output.path, ...plan.result, bytes, seconds };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function report({ onProgress }: Context, plan: Plan, phase: 'verify' | 'place'): void {
  const total = plan.estimate.outputBytes;
  onProgress?.({ phase, elem: null, done: total, total });
}

async function writeTemporary(
  temporary: string,
  plan: Plan,
  parts: readonly Part[],
  inputs: Inputs,
  context: Context,
): Promise<number> {
  const sink = await createStore(temporary, plan.output.format, groupAttrs('anndata'));
  try {
    const job = new Job(inputs, plan, plan.estimate.outputBytes, context);
    await writeParts(job, sink.root, parts, plan.elems);
    return await sink.finish();
  } finally {
    await sink.close();
  }
}
