import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Plan } from '../../../shared/plan.ts';
import type { RunResult } from '../../../shared/progress.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import type { Context } from '../../context.ts';
import { ElemUnreadableError, PartsIncompleteError } from '../../errors.ts';
import { exists } from '../../store/place-state.ts';
import { storeStat } from '../../store/stat.ts';
import type { Store } from '../../store/store.ts';
import { createZarr, type ZarrSink } from '../../store/zarr/write/sink.ts';
import type { Blueprint, Part } from '../blueprint.ts';
import { execute, tellPhase, verifyUnplaced } from '../execute/execute.ts';
import { inOutput } from '../execute/in-output.ts';
import { Job } from '../execute/job.ts';
import { place } from '../execute/place.ts';
import { writeParts } from '../execute/write-parts.ts';
import { checkFresh, orStale } from '../fresh.ts';
import { Inputs, nodeAt } from '../inputs.ts';
import { partialOf, replacedOf } from '../partial/names.ts';
import { drawBlueprint } from '../plan/plan.ts';
import { checkSamePlan, checkSaved, type PlanChanges, withChanges } from '../saved-plan.ts';
import { ArrayRecord } from '../verify/array-record.ts';
import { WriteRecord } from '../verify/write-record.ts';
import { attempt } from './attempt.ts';
import { gatherParts, writtenOf } from './gather.ts';
import { publish } from './publish.ts';
import { copying, declaring, type Written } from './shared-matrix.ts';
import { isInPlace } from './state.ts';
import type { WholePart } from './whole.ts';
import { requireSplit, type SplitPlan, WorkFolder } from './work-folder.ts';

/** Digests of shares that are looked at in all. */
const MOST_DIGESTS = 512;

/**
 * Completes what the parts of a plan have made: writes all that was not split, checks the whole as
 * the options say, puts it in place, and removes the working folder. Where it was killed it can be
 * repeated; where the output is in place already, nothing is done.
 * @throws PartsIncompleteError when a part is not there or not whole
 * @throws UsageInvalidError, PlanRefusedError, PlanStaleError, OutputExistsError,
 *   OutputUnwritableError, OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function finishParts(
  saved: Plan,
  changes: PlanChanges = {},
  context: Context = {},
): Promise<RunResult> {
  const started = performance.now();
  const plan = requireSplit(withChanges(saved, changes));
  const folder = WorkFolder.of(plan);
  const resultOf = (bytes: number): RunResult => {
    const seconds = (performance.now() - started) / 1000;
    return { output: plan.output.path, ...plan.result, bytes, seconds };
  };
  const inPlace = async (): Promise<RunResult> => {
    await rm(folder.path, { recursive: true, force: true, maxRetries: 3 });
    return resultOf((await storeStat(plan.output.path)).bytes);
  };
  // It may have been killed when all but the working folder was done.
  if (!(await exists(folder.store)) && (await isInPlace(plan))) return inPlace();
  await gatherParts(plan, folder);
  try {
    const bytes = await attempt(folder, 'finish', context, (own) =>
      complete(plan, folder, own, context),
    );
    await rm(folder.path, { recursive: true, force: true, maxRetries: 3 });
    return resultOf(bytes);
  } catch (error) {
    // Of two at a time, one is first.
    if (!(await exists(folder.path)) && (await isInPlace(plan))) return inPlace();
    throw error;
  }
}

async function complete(
  plan: SplitPlan,
  folder: WorkFolder,
  own: string,
  context: Context,
): Promise<number> {
  const parts = await gatherParts(plan, folder);
  await checkSaved(plan);
  const inputs = new Inputs(plan.inputs.map((input) => input.path));
  try {
    const blueprint = await drawBlueprint(plan.request, inputs, context);
    checkSamePlan(plan, blueprint.plan);
    const written = writtenOf(plan, folder, blueprint, parts);
    const completing = { plan, folder, parts, own, context, blueprint, inputs, written };
    return await (plan.output.format === 'h5ad' ? intoFile(completing) : intoStore(completing));
  } catch (error) {
    throw await orStale(error, () => checkFresh(plan));
  } finally {
    await inputs.close();
  }
}

interface Completing {
  readonly plan: SplitPlan;
  readonly folder: WorkFolder;
  readonly parts: readonly WholePart[];
  readonly own: string;
  readonly context: Context;
  readonly blueprint: Blueprint;
  readonly inputs: Inputs;
  readonly written: readonly Written[];
}

async function intoStore(completing: Completing): Promise<number> {
  const { plan, folder, parts, context, blueprint, inputs } = completing;
  const record = new WriteRecord();
  const bytes = await writeRest(completing, blueprint.parts, record);
  const { verify, overwrite } = plan.request.options;
  tellPhase(context, plan.parts.finishBytes, 'verify');
  if (verify !== 'off') await checkShares(completing);
  await verifyUnplaced(folder.store, blueprint, inputs, record, context);
  await checkFresh(plan);
  // What has gone meanwhile would be read as zeros.
  await gatherParts(plan, folder);
  tellPhase(context, plan.parts.finishBytes, 'place');
  const output = path.resolve(plan.output.path);
  await place(folder.store, output, overwrite, replacedOf(partialOf(output)));
  return parts.reduce((sum, { record: of }) => sum + of.bytes, bytes);
}

/** The Zarr store stays where it is; what is streamed out of it becomes the output. */
async function intoFile(completing: Completing): Promise<number> {
  const { plan, folder, context, blueprint, inputs, written } = completing;
  const paths = new Set(written.map(({ matrix }) => matrix.path));
  const needed = blueprint.parts.filter(({ kind, path: of }) => kind === 'group' || paths.has(of));
  await writeRest(completing, needed, new WriteRecord());
  await checkShares(completing);
  const store = new Inputs([folder.store]);
  try {
    const source = new Job(store, plan, 0, { signal: context.signal });
    const stillWhole = async (): Promise<void> => {
      await gatherParts(plan, folder);
    };
    const parts = replaced(blueprint.parts, written, (of) => copying(source, of, stillWhole));
    const { bytes } = await execute(blueprint, inputs, context, { parts });
    return bytes;
  } finally {
    await store.close();
  }
}

const replaced = (
  parts: readonly Part[],
  written: readonly Written[],
  by: (written: Written) => Part,
): readonly Part[] =>
  parts.map((part) => {
    const found = written.find(({ matrix }) => matrix === part);
    return found === undefined ? part : by(found);
  });

/** Writes to the store of all parts what no part has written. Answers its bytes. */
async function writeRest(
  { plan, folder, own, context, inputs, written }: Completing,
  parts: readonly Part[],
  record: WriteRecord,
): Promise<number> {
  const place = path.join(own, 'store');
  const sink: ZarrSink = await createZarr(place, 3, groupAttrs('anndata'));
  try {
    const zarr = { ...plan, output: { ...plan.output, format: 'zarr3' as const } };
    const job = new Job(inputs, zarr, plan.parts.finishBytes, context);
    const rest = replaced(parts, written, (of) => declaring(sink, of));
    await writeParts(job, record.watch(sink.root), rest, plan.elems);
    const bytes = await sink.finish();
    await publish(own, folder.path);
    return bytes;
  } catch (error) {
    throw await inOutput(error, place, plan);
  } finally {
    await sink.close();
  }
}

/**
 * Holds what is read back of the shares against what parts have written. A part of which something
 * else is read is no longer taken as done, so that it is run again.
 */
async function checkShares({ plan, folder, parts, context }: Completing): Promise<void> {
  const output = new Inputs([folder.store]);
  const most = Math.max(1, Math.floor(MOST_DIGESTS / parts.length));
  try {
    await output.use(0, async (store) => {
      for (const [k, { made }] of parts.entries()) {
        for (const { digests, ...saved } of made.arrays) {
          const stride = Math.max(1, Math.ceil(digests.length / most));
          const some = digests.filter((_, i) => i % stride === 0);
          const problem = await problemOf(store, { ...saved, digests: some }, context);
          if (problem === null) continue;
          await rm(folder.recordOf(k + 1), { force: true });
          const reason = `${problem}; part ${k + 1} has to be run again`;
          throw new PartsIncompleteError({ path: plan.output.path, elem: saved.path, reason });
        }
      }
    });
  } finally {
    await output.close();
  }
}

async function problemOf(
  store: Store,
  saved: Parameters<typeof ArrayRecord.restore>[0],
  { signal }: Context,
): Promise<string | null> {
  const node = await nodeAt(store, saved.path);
  if (node.kind !== 'array') return 'it is no array';
  const [rows = 0] = node.shape ?? [];
  try {
    return await ArrayRecord.restore({ ...saved, rows }).problem(node, signal);
  } catch (error) {
    if (error instanceof ElemUnreadableError) return error.reason ?? 'it is damaged';
    throw error;
  }
}
