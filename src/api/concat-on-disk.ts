import { asCancellation } from '../core/errors.ts';
import { prepareConcat, type PreparedConcat } from '../core/index.ts';
import type { Plan } from '../shared/plan.ts';
import type { RunResult } from '../shared/progress.ts';
import { type ConcatOnDiskOptions, type InFiles, parseArguments } from './options.ts';

/** What was written, and by which plan. */
export interface ConcatOnDiskResult extends RunResult {
  readonly plan: Plan;
}

/**
 * Concatenates AnnData stores (`.h5ad` files, `.zarr` folders) on disk within bounded memory. The
 * result is that of `anndata.concat` over the stores in memory; arguments are named as those of
 * `anndata.experimental.concat_on_disk`.
 *
 * The result appears whole or not at all, and inputs are never changed.
 * @param inFiles paths of the inputs, as a list or by key
 * @param outFile path of the result; its folder must exist
 * @throws UsageInvalidError when an argument is not valid
 * @throws PlanRefusedError, with its findings, when the inputs cannot be concatenated like that
 * @throws PlanStaleError when an input changes meanwhile
 * @throws ElemUnreadableError when values of an input are damaged
 * @throws ResumeRefusedError when what was left belongs to other inputs or options, or is damaged
 * @throws OutputExistsError, OutputUnwritableError, OutputMismatchError
 * @throws CancelledError when `signal` is aborted; and what a merge function or `onProgress` throws
 */
export async function concatOnDisk(
  inFiles: InFiles,
  outFile: string,
  options: ConcatOnDiskOptions = {},
): Promise<ConcatOnDiskResult> {
  return withPrepared(inFiles, outFile, options, async (prepared) => {
    const { plan } = prepared;
    const { signal, onProgress, resume = false } = options;
    return { ...(await prepared.run({ signal, onProgress }, { resume })), plan };
  });
}

/**
 * Plans what `concatOnDisk` would write with the same arguments, and why. Writes nothing. What is at
 * fault with the inputs is in the plan's findings.
 * @throws UsageInvalidError when an argument is not valid
 * @throws CancelledError when `signal` is aborted; and what a merge function or `onProgress` throws
 */
export async function planConcat(
  inFiles: InFiles,
  outFile: string,
  options: ConcatOnDiskOptions = {},
): Promise<Plan> {
  return withPrepared(inFiles, outFile, options, ({ plan }) => Promise.resolve(plan));
}

async function withPrepared<T>(
  inFiles: InFiles,
  outFile: string,
  options: ConcatOnDiskOptions,
  action: (prepared: PreparedConcat) => Promise<T>,
): Promise<T> {
  const { signal, onProgress } = options;
  const { request, functions } = parseArguments(inFiles, outFile, options);
  try {
    const prepared = await prepareConcat(request, { signal, onProgress }, functions);
    try {
      return await action(prepared);
    } finally {
      await prepared.close();
    }
  } catch (error) {
    throw asCancellation(error, signal);
  }
}
