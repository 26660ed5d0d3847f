import { isSparse } from '../../anndata/elem.ts';
import { blockMemory } from '../../store/block-memory.ts';
import type { ArraySink } from '../../store/store.ts';
import { checkIndices, entryBytes, Pointers, readEntries } from '../rows/csr-rows.ts';
import type { Job } from './job.ts';
import { copyChunks, isOfForm, type VerbatimRun } from './verbatim.ts';

/** Where the entries of a sparse matrix go. */
export interface EntrySinks {
  readonly data: ArraySink;
  readonly indices: ArraySink;
  /** Takes the ends of rows, after the start of the first of them. */
  readonly appendEnds: (pointers: Float64Array, offset: number) => Promise<void>;
}

/**
 * Appends all rows of a csr_matrix that is the first input of the result, its whole chunks as they
 * are stored. Its indices are decoded nevertheless: each of them must lie within the matrix.
 * @returns what was appended; undefined where the chunks are of another form than those of the result
 * @throws ElemUnreadableError, OutputUnwritableError, CancelledError
 */
export async function copyEntries(
  job: Job,
  { input, elem, rows }: VerbatimRun,
  { data, indices, appendEnds }: EntrySinks,
): Promise<{ readonly rows: number; readonly entries: number } | undefined> {
  if (!isSparse(elem)) return undefined;
  const { inputs, signal } = job;
  const arrays = [['data', data] as const, ['indices', indices] as const];
  for (const [name, sink] of arrays) {
    if (!(await isOfForm(job, input, `${elem.path}/${name}`, sink))) return undefined;
  }
  const pointers = new Pointers(inputs, input, elem, signal);
  for (let row = 0; row < rows;) {
    const window = await pointers.slice(row, rows);
    await appendEnds(window, 0);
    row += window.length - 1;
  }
  const of = (name: string) => ({ input, path: `${elem.path}/${name}`, rows: elem.nnz });
  const store = inputs.paths[input];
  await copyChunks(job, of('indices'), indices, (values) => {
    checkIndices(store, elem, values);
  });
  const copied = await copyChunks(job, of('data'), data);
  const most = Math.max(1, Math.floor(job.blockBytes / entryBytes(elem)));
  for (let from = copied; from < elem.nnz; from += most) {
    const to = Math.min(elem.nnz, from + most);
    const [columns, values] = await readEntries(inputs, input, elem, from, to, signal);
    // One after another, so that their chunks lie in the same order in every run.
    await data.append({ kind: 'numeric', dtype: elem.dtype, values }, signal);
    await indices.append({ kind: 'numeric', dtype: 'int32', values: columns }, signal);
    blockMemory.give(values);
    blockMemory.give(columns);
  }
  return { rows, entries: elem.nnz };
}
