import type { ConcatRequest, StoreFormat } from '../../../shared/options.ts';
import { type Plan, PLAN_VERSION } from '../../../shared/plan.ts';
import type { Context } from '../../context.ts';
import {
  CancelledError,
  ConcatError,
  ElemUnsupportedError,
  throwIfCancelled,
} from '../../errors.ts';
import type { Blueprint } from '../blueprint.ts';
import type { Inputs } from '../inputs.ts';
import { type AnnDataPart, type Manifest, readManifest } from '../manifest.ts';
import type { MergeFunctions } from '../merge/merge-function.ts';
import type { Merge } from '../merge/strategy.ts';
import { parseFill } from '../matrix/fill.ts';
import { ColumnScan } from './column-scan.ts';
import { Draft } from './draft.ts';
import { resolveKeys } from './keys.ts';
import { checkNames } from './names.ts';
import { checkRecords } from './records.ts';
import { checkOutput, freeBytes, outputFormat } from './output.ts';
import { warnOfDuplicates } from './duplicate-names.ts';
import { planAnnData } from './plan-anndata.ts';
import { bandBytesOf, blockBytesOf, chunkBytesOf } from './memory.ts';
import { planUns } from './plan-uns.ts';
import { refuseFilters } from './filters.ts';
import { type Extent, frames, type Scope } from './scope.ts';

const FUNCTIONS = ['merge', 'unsMerge'] as const;

/** The share of its bound that the estimate of a compressed result is held against free disk. */
const BEST_COMPRESSION = 20;

/**
 * Plans the result of `anndata.concat` over the inputs. Reads metadata and names; values only where
 * the form of a column depends on whether some are missing. What is at fault becomes findings.
 * @param functions in place of the merge strategies of the options
 * @throws CancelledError, and what a merge function throws
 */
export async function drawBlueprint(
  request: ConcatRequest,
  inputs: Inputs,
  context: Context,
  functions: MergeFunctions = {},
): Promise<Blueprint> {
  const draft = new Draft();
  const keys = resolveKeys(request, draft.findings);
  if (request.inputs.length === 0) draft.findings.add('C001');
  const merge = functions.merge ?? request.options.merge;
  const unsMerge = functions.unsMerge ?? request.options.unsMerge;
  const wholeUns = unsMerge !== null;
  const manifests = await readManifests(inputs, wholeUns, draft, context);
  const format = outputFormat(request, manifests);
  await checkOutput(request, format, manifests, draft.findings);
  const isComplete = manifests.length === request.inputs.length && manifests.length > 0;
  const hasKeys = keys.length >= request.inputs.length;
  const extent =
    isComplete && hasKeys
      ? await planAll(request, { merge, unsMerge }, inputs, manifests, keys, draft, context)
      : null;
  checkRecords(draft.parts, format, inputs.paths, draft.findings);
  const plan = await finishPlan(request, format, manifests, keys, draft, extent);
  const names = FUNCTIONS.filter((name) => functions[name] !== undefined);
  const known = names.length === 0 ? plan : { ...plan, functions: names };
  return { plan: known, parts: draft.parts };
}

async function readManifests(
  inputs: Inputs,
  wholeUns: boolean,
  { findings }: Draft,
  { signal, onProgress }: Context,
): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  const total = inputs.paths.length;
  for (const [i, path] of inputs.paths.entries()) {
    throwIfCancelled(signal);
    onProgress?.({ phase: 'plan', elem: null, done: i, total });
    try {
      manifests.push(await inputs.use(i, (store) => readManifest(store, { wholeUns })));
    } catch (error) {
      if (!(error instanceof ConcatError) || error instanceof CancelledError) throw error;
      const particulars = {
        input: path,
        ...(error.elem === undefined ? {} : { elem: error.elem }),
      };
      const reason = error.reason ?? error.tag;
      if (error instanceof ElemUnsupportedError) {
        findings.add('C031', { ...particulars, facts: { encoding: reason } });
      } else if (error.tag === 'ElemUnreadable') {
        findings.add('C036', { ...particulars, facts: { reason } });
      } else {
        findings.add('C002', { ...particulars, facts: { reason, tag: error.tag } });
      }
    }
  }
  return manifests;
}

async function planAll(
  request: ConcatRequest,
  { merge, unsMerge }: { readonly merge: Merge | null; readonly unsMerge: Merge | null },
  inputs: Inputs,
  manifests: readonly Manifest[],
  keys: readonly string[],
  draft: Draft,
  { signal }: Context,
): Promise<Extent | null> {
  const { options } = request;
  const blockBytes = blockBytesOf(options.memory);
  const scope: Scope = {
    draft,
    inputs,
    scan: new ColumnScan(inputs, blockBytes, signal),
    axis: options.axis,
    join: options.join,
    label: options.label,
    keys,
    indexUnique: options.indexUnique,
    fill:
      options.fillValue === null || options.join === 'inner' ? null : parseFill(options.fillValue),
    pairwise: options.pairwise,
    columnConflicts: options.columnConflicts,
    merge,
    maxElems: options.maxLoadedElems,
    blockBytes,
    bandBytes: bandBytesOf(options.memory),
    chunkBytes: chunkBytesOf(options.memory),
    signal,
    prefix: '',
    parts: manifests,
  };
  const indexes = frames(scope, scope.axis).map((frame) => frame.index);
  if (refuseFilters(scope, indexes[0]?.path ?? scope.axis, indexes)) return null;
  const extent = await planAnnData(scope);
  await warnOfDuplicates(scope, options.memory);
  await planUns(
    scope,
    unsMerge,
    manifests.map((manifest) => manifest.uns),
  );
  await planRaw(scope, manifests);
  const dropped = draft.elems.filter((elem) => elem.action === 'drop').map((elem) => elem.path);
  if (dropped.length > 0) {
    draft.findings.add('C050', { count: dropped.length, examples: dropped });
  }
  return extent;
}

/** raw is concatenated where all inputs have one, without a merge strategy. */
async function planRaw(scope: Scope, manifests: readonly Manifest[]): Promise<void> {
  const raws: AnnDataPart[] = manifests.flatMap(({ raw }) => (raw === null ? [] : [raw]));
  if (raws.length === 0) return;
  if (raws.length === manifests.length) {
    await planAnnData({ ...scope, merge: null, prefix: 'raw/', parts: raws });
    return;
  }
  scope.draft.findings.add('C051', { elem: 'raw', count: raws.length });
  const sources = manifests.flatMap(({ raw }, i) => (raw === null ? [] : [i]));
  scope.draft.drop('raw', 'raw', 'raw-in-some', sources);
}

async function finishPlan(
  request: ConcatRequest,
  format: StoreFormat,
  manifests: readonly Manifest[],
  keys: readonly string[],
  { findings, elems }: Draft,
  extent: Extent | null,
): Promise<Plan> {
  const { options, output } = request;
  checkNames(elems, format, findings);
  const outputBytes = elems.reduce((sum, elem) => sum + elem.bytes, 0);
  const free = await freeBytes(output);
  const least = options.compression === 'none' ? outputBytes : outputBytes / BEST_COMPRESSION;
  if (free !== null && least > free) {
    findings.add('C006', { facts: { needed: Math.ceil(least), free } });
  }
  return {
    kind: 'anndata-concat-plan',
    version: PLAN_VERSION,
    request,
    output: { path: output, format },
    inputs: manifests.map((manifest, i) => ({
      key: keys[i] ?? String(i),
      path: manifest.path,
      format: manifest.format,
      bytes: manifest.bytes,
      modified: manifest.modified,
      digest: manifest.digest,
      nObs: manifest.obs.rows,
      nVars: manifest.var.rows,
    })),
    result: extent,
    elems,
    findings: findings.sorted,
    estimate: { outputBytes, memoryBytes: options.memory, freeBytes: free },
  };
}
