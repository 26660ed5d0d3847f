import type { AltNames, Border, PartsPlan, SplitElem } from '../../../shared/parts.ts';
import type { Options } from '../../../shared/options.ts';
import { isRunnable, type Plan } from '../../../shared/plan.ts';
import type { Context } from '../../context.ts';
import { UsageInvalidError } from '../../errors.ts';
import { chunkingOf as shardingOf, CHUNKS_PER_SHARD } from '../../store/zarr/write/chunking.ts';
import type { AltIndex } from '../alt-index.ts';
import type { Blueprint, MatrixPart } from '../blueprint.ts';
import { compressionOf, compressionText } from '../compression.ts';
import { shareSpec } from './share-spec.ts';
import type { Inputs } from '../inputs.ts';
import type { Fill } from '../matrix/fill.ts';
import { entriesBound } from '../plan/plan-matrix.ts';
import { countedBorders, isCounted, sparseBorders } from './borders.ts';
import { memoryOf } from './memory.ts';

/** More names than this stay out of the plan. */
const MOST_NAMES = 200_000;

/** How a plan is to be split. */
export interface Splitting {
  /** Parts at most. */
  readonly count: number;
  /** Rows, or entries of a sparse matrix, in a chunk at most: small results have many chunks then. */
  readonly chunk?: number;
}

/** A plan with its parts; one with errors stays as it is. @throws what `splitPlan` throws */
export async function withParts(
  blueprint: Blueprint,
  inputs: Inputs,
  splitting: Splitting,
  context: Context,
): Promise<Plan> {
  const { plan } = blueprint;
  if (!isRunnable(plan)) return plan;
  return { ...plan, parts: await splitPlan(blueprint, inputs, splitting, context) };
}

/**
 * Splits the matrices of a plan into shares of whole shards, about as many bytes to each part. What
 * is less than two chunks is not split, and left to the finisher, as all else is.
 * @throws UsageInvalidError for a result that has no shards
 * @throws CancelledError, and what reading row pointers throws
 */
export async function splitPlan(
  { plan, parts }: Blueprint,
  inputs: Inputs,
  splitting: Splitting,
  { signal }: Context,
): Promise<PartsPlan> {
  const { path, format } = plan.output;
  if ((plan.functions ?? []).length > 0) {
    const reason = 'a function of a program cannot be in a plan, so no part could call it';
    throw new UsageInvalidError({ path, reason });
  }
  if (format === 'zarr2') {
    const reason = 'only a result of Zarr version 3, or .h5ad, can be made in parts';
    throw new UsageInvalidError({ path, reason });
  }
  const matrices = parts.filter((part) => part.kind === 'matrix');
  const sized = matrices
    .map((part) => sizeOf(plan, part, splitting))
    .filter(({ chunks }) => chunks > 1);
  const most = sized.reduce((n, { chunks, shard }) => Math.max(n, Math.ceil(chunks / shard)), 1);
  const count = Math.min(splitting.count, most);
  const split: SplitElem[] = [];
  for (const { chunks, ...elem } of sized)
    split.push(await splitElem(elem, chunks, count, inputs, signal));
  const bytes = bytesOf(plan, split, count);
  const finishBytes = Math.max(
    0,
    plan.estimate.outputBytes - sumOf(format === 'h5ad' ? [] : bytes),
  );
  const altNames = altNamesOf(sized.map(({ part }) => part));
  return {
    count,
    created: Date.now(),
    split,
    altNames,
    bytes,
    finishBytes,
    memory: memoryOf(plan, altNames),
  };
}

interface Sized {
  readonly part: MatrixPart;
  readonly chunk: number;
  readonly shard: number;
  readonly bound: number;
  readonly compression: Options['compression'];
  readonly fillValue: string;
}

/** @returns with the number of chunks */
function sizeOf(
  plan: Plan,
  part: MatrixPart,
  { count: wanted, chunk: most = Infinity }: Splitting,
): Sized & { readonly chunks: number } {
  const { options } = plan.request;
  const bound = entriesBound(part);
  const compression = compressionOf(options.compression, plan.output.format, part.sources);
  const chunk = Math.min(most, shardingOf(shareSpec(part, bound, compression, null)).rows);
  const length = part.encoding === 'array' ? (part.shape[0] ?? 0) : bound;
  const values = part.shape.reduce((product, extent) => product * extent, 1);
  const chunks = values === 0 ? 0 : Math.ceil(length / chunk);
  // Two shards for each part at least, as long as they are more than a chunk.
  const shard = Math.min(CHUNKS_PER_SHARD, Math.max(1, Math.floor(chunks / (2 * wanted))));
  return {
    part,
    chunk,
    shard,
    bound,
    compression: compressionText(compression),
    fillValue: fillText(part.fill, options.fillValue),
    chunks,
  };
}

/** What is no default comes from the option. */
function fillText(fill: Fill, option: string | null): string {
  if (fill.kind === 'int') return String(fill.value);
  return Number.isNaN(fill.value) ? 'nan' : (option ?? String(fill.value));
}

async function splitElem(
  { part, ...elem }: Sized,
  chunks: number,
  count: number,
  inputs: Inputs,
  signal: AbortSignal | undefined,
): Promise<SplitElem> {
  const counted = part.encoding === 'csr_matrix' && isCounted(part);
  const shards = Math.ceil(chunks / elem.shard);
  const firsts = Array.from({ length: count + 1 }, (_, k) => Math.floor((k * shards) / count));
  const of = { path: part.path, ...elem, alignment: part.alignment.kind, isCounted: counted };
  if (counted) return { ...of, borders: countedBorders(part, count) };
  const size = elem.chunk * elem.shard;
  const borders =
    part.encoding === 'array'
      ? denseBorders(firsts, size, part.shape[0] ?? 0)
      : await sparseBorders(part, firsts, size, inputs, signal);
  return { ...of, borders };
}

const denseBorders = (firsts: readonly number[], size: number, rows: number): readonly Border[] =>
  firsts.map((shard) => ({ row: Math.min(rows, shard * size), entries: null, shard }));

/** Each part's share of the bytes of each elem. */
function bytesOf(plan: Plan, split: readonly SplitElem[], count: number): readonly number[] {
  const planned = new Map(plan.elems.map(({ path, bytes }) => [path, bytes]));
  const sums = Array<number>(count).fill(0);
  for (const { path, borders } of split) {
    const at = borders.map(({ row, shard }) => shard ?? row);
    const last = at.at(-1) ?? 0;
    for (const k of sums.keys()) {
      const part = ((at[k + 1] ?? 0) - (at[k] ?? 0)) / Math.max(1, last);
      sums[k] = (sums[k] ?? 0) + Math.ceil(part * (planned.get(path) ?? 0));
    }
  }
  return sums;
}

function altNamesOf(parts: readonly MatrixPart[]): readonly AltNames[] {
  const indexes = new Map<boolean, { names: AltIndex; inputs: number }>();
  for (const { path, alignment, sources } of parts) {
    if (alignment.kind !== 'rows' && alignment.kind !== 'columns') continue;
    indexes.set(isOfRaw(path), { names: alignment.names, inputs: sources.length });
  }
  return [...indexes].map(([ofRaw, { names, inputs }]) => {
    const { length } = names;
    const areSame = Array.from({ length: inputs }).every((_, i) => names.reindexerOf(i).noChange);
    const list = areSame || length > MOST_NAMES ? null : names.names(0, length);
    const texts = list?.toStrings() ?? null;
    // Of what is no UTF-8, JSON would make something else.
    const isText = texts?.every((text, i) =>
      Buffer.from(text).equals(list?.slice(i) ?? Buffer.of()),
    );
    return { ofRaw, length, areSame, names: isText === true ? texts : null };
  });
}

export const isOfRaw = (path: string): boolean => path.startsWith('raw/');

const sumOf = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0);
