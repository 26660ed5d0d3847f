import type { MatrixElem } from '../../anndata/elem.ts';
import { blockMemory } from '../../store/block-memory.ts';
import type { NumericArray } from '../../store/dtype.ts';
import type { ArraySink } from '../../store/store.ts';
import type { MatrixPart } from '../blueprint.ts';
import { ahead } from '../ahead.ts';
import type { Job } from './job.ts';
import { reindexerOf } from './row-blocks.ts';

/** Rows of one input that the result has as they are: no dtype, no column and no fill changes. */
export interface VerbatimRun {
  readonly input: number;
  readonly elem: MatrixElem;
  /** Its first row in the result. */
  readonly start: number;
  readonly rows: number;
}

/** Those of a matrix whose rows come one input after the other. */
export function verbatimRuns(part: MatrixPart): readonly VerbatimRun[] {
  const runs: VerbatimRun[] = [];
  let start = 0;
  for (const [input, elem] of part.sources.entries()) {
    const rows = part.lengths[input] ?? 0;
    const isSame = elem?.encoding === part.encoding && elem.dtype === part.dtype;
    if (isSame && reindexerOf(part, input, elem).noChange) runs.push({ input, elem, start, rows });
    start += rows;
  }
  return runs;
}

/**
 * The forms of the chunks that may be copied into a compressed array.
 * @param name of the array in the elem; '' where it is the elem
 */
export async function copiedForms(
  { inputs }: Job,
  runs: readonly VerbatimRun[],
  name: string,
): Promise<readonly string[]> {
  const forms = new Set<string>();
  for (const { input, elem } of runs) {
    const form = await inputs.storedForm(input, elem.path + name);
    if (form !== null) forms.add(form);
  }
  return [...forms];
}

/** Whether chunks of an array of an input can be stored in a sink as they are. */
export async function isOfForm(
  job: Job,
  input: number,
  path: string,
  { stored }: ArraySink,
): Promise<boolean> {
  return stored !== null && (await job.inputs.storedForm(input, path)) === stored.form;
}

/**
 * Appends the whole chunks among the first `rows` rows of an array, as they are stored, to a sink of
 * their form that has whole chunks so far.
 * @param check of the values, which are decoded for it
 * @returns rows that were appended
 */
export async function copyChunks(
  job: Job,
  array: { readonly input: number; readonly path: string; readonly rows: number },
  sink: ArraySink,
  check: ((values: NumericArray) => void) | null = null,
): Promise<number> {
  const { stored } = sink;
  const { input, path, rows } = array;
  if (stored === null) return 0;
  const count = Math.floor(rows / stored.rows);
  for await (const { chunk, bytes } of ahead(chunks(job, array, stored.rows, check))) {
    if (bytes !== null) {
      await stored.append(bytes, job.signal);
      continue;
    }
    // Not stored, or in another way than the others.
    const [from, to] = [chunk * stored.rows, (chunk + 1) * stored.rows];
    await sink.append(await job.inputs.readValues(input, path, from, to, job.signal), job.signal);
  }
  return count * stored.rows;
}

/** The whole chunks, in their order. */
async function* chunks(
  { inputs, signal }: Job,
  { input, path, rows }: { readonly input: number; readonly path: string; readonly rows: number },
  chunkRows: number,
  check: ((values: NumericArray) => void) | null,
): AsyncGenerator<{ readonly chunk: number; readonly bytes: Uint8Array | null }> {
  for (let chunk = 0; (chunk + 1) * chunkRows <= rows; chunk++) {
    if (check !== null) {
      const [from, to] = [chunk * chunkRows, (chunk + 1) * chunkRows];
      const block = await inputs.read(input, path, from, to, signal);
      if (block.kind === 'numeric') {
        check(block.values);
        blockMemory.give(block.values);
      }
    }
    yield { chunk, bytes: await inputs.readStored(input, path, chunk, signal) };
  }
}
