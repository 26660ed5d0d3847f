import type { PlanElem } from '../../../shared/plan.ts';
import { isSparse } from '../../anndata/elem.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import { NO_INDEX_NAME } from '../../anndata/dataframe.ts';
import { readElem } from '../../anndata/read-elem.ts';
import type { Context } from '../../context.ts';
import { OutputMismatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import type { Blueprint, Part } from '../blueprint.ts';
import { Job } from '../execute/job.ts';
import { writeParts } from '../execute/write-parts.ts';
import { Inputs, nodeAt } from '../inputs.ts';
import { isZero } from '../matrix/fill.ts';
import { entriesBound } from '../plan/plan-matrix.ts';
import { differentAttr } from './attrs.ts';
import { GroupCheck } from './check-sink.ts';
import { checkSampledRows } from './sampled-rows.ts';
import { checkStructure } from './structure.ts';
import type { WriteRecord } from './write-record.ts';

/** An elem of up to so many bytes is checked whole even where only samples are taken. */
const SMALL_BYTES = 1024 * 1024;
/** Bytes of all elems that are checked for being small. */
const SMALL_BYTES_SUM = 16 * 1024 * 1024;

/**
 * Checks a store that was just written, in a small part of the time that writing took: its
 * structure, its numbers of entries, the digests taken while it was written, and against the inputs
 * its small elems whole and some rows of each large matrix.
 * @throws OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function verifyFast(
  path: string,
  { plan, parts }: Blueprint,
  inputs: Inputs,
  record: WriteRecord,
  { signal }: Context,
): Promise<void> {
  const output = new Inputs([path]);
  try {
    await output.use(0, async (store) => {
      await checkStructure(store, plan, signal);
      await record.check(store, signal);
      await checkEntries(store, parts, plan.elems);
      const small = smallParts(parts, plan.elems);
      const job = new Job(inputs, plan, 0, { signal });
      await writeParts(job, new GroupCheck(store.root, path), [...small], plan.elems);
      for (const part of parts) {
        if (part.kind === 'matrix' && !small.has(part)) await checkSampledRows(job, part, output);
      }
    });
  } finally {
    await output.close();
  }
}

/**
 * Checks a store against its plan and every value of it against the inputs, which it reads all over
 * again.
 * @throws OutputMismatchError, CancelledError, and what reading the inputs throws
 */
export async function verifyFull(
  path: string,
  { plan, parts }: Blueprint,
  inputs: Inputs,
  { signal, onProgress }: Context,
): Promise<void> {
  const output = new Inputs([path]);
  try {
    await output.use(0, async (store) => {
      await checkStructure(store, plan, signal);
      const attr = differentAttr(groupAttrs('anndata'), store.root.attrs);
      if (attr !== null) {
        throw new OutputMismatchError({
          path,
          elem: '',
          reason: `its attribute «${attr}» differs`,
        });
      }
      const job = new Job(inputs, plan, plan.estimate.outputBytes, {
        signal,
        onProgress: (progress) => onProgress?.({ ...progress, phase: 'verify' }),
      });
      await writeParts(job, new GroupCheck(store.root, path), parts, plan.elems);
    });
  } finally {
    await output.close();
  }
}

/** A store against a plan, without the inputs: what `verifyFast` knows of structure. */
export async function verifyStructure(
  path: string,
  plan: Blueprint['plan'],
  { signal }: Context,
): Promise<void> {
  const output = new Inputs([path]);
  try {
    await output.use(0, (store) => checkStructure(store, plan, signal));
  } finally {
    await output.close();
  }
}

/** The groups, and those of the other parts that are small, in their order. */
function smallParts(parts: readonly Part[], elems: readonly PlanElem[]): ReadonlySet<Part> {
  const bytes = new Map(elems.map((elem) => [elem.path, elem.bytes]));
  const small = new Set<Part>();
  let sum = 0;
  for (const part of parts) {
    const size = pathsOf(part).reduce((total, path) => total + (bytes.get(path) ?? 0), 0);
    if (size > SMALL_BYTES || sum + size > SMALL_BYTES_SUM) continue;
    sum += size;
    small.add(part);
  }
  return small;
}

/** Paths of the elems that hold the values of a part. */
function pathsOf(part: Part): readonly string[] {
  if (part.kind !== 'dataframe') return [part.path];
  const names = [part.indexName ?? NO_INDEX_NAME, ...part.columns.map(({ name }) => name)];
  return names.map((name) => `${part.path}/${name}`);
}

/** A sparse matrix has the entries of its sources; where some are left behind or filled, no more. */
async function checkEntries(
  store: Store,
  parts: readonly Part[],
  elems: readonly PlanElem[],
): Promise<void> {
  const actions = new Map(elems.map((elem) => [elem.path, elem.action]));
  for (const part of parts) {
    if (part.kind !== 'matrix' || part.encoding !== 'csr_matrix') continue;
    const elem = await readElem(await nodeAt(store, part.path));
    const due = entriesBound(part);
    if (!isSparse(elem) || elem.nnz === due) continue;
    const isExact = actions.get(part.path) === 'append' && isZero(part.fill);
    if (elem.nnz < due && !isExact) continue;
    const reason = `${elem.nnz} entries where its inputs have ${due}`;
    throw new OutputMismatchError({ path: store.path, elem: part.path, reason });
  }
}
