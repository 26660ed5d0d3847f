import type { MatrixElem } from '../../anndata/elem.ts';
import { sparseAttrs } from '../../anndata/encoding.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';
import type { MatrixPart } from '../blueprint.ts';
import { entriesBound } from '../plan/plan-matrix.ts';
import { releaseRows } from '../matrix/block.ts';
import { ahead } from '../ahead.ts';
import { columnBlocks } from './column-blocks.ts';
import { copyEntries } from './copy-entries.ts';
import type { Job } from './job.ts';
import {
  denseSpec,
  entriesSpec,
  INT32_MAX,
  pointerDtype,
  pointersSpec,
  pointerValues,
} from './matrix-specs.ts';
import { rowBlocks } from './row-blocks.ts';
import type { Step } from './step.ts';
import { copiedForms, copyChunks, isOfForm, type VerbatimRun, verbatimRuns } from './verbatim.ts';

/** What a matrix of the result is, apart from where its values come from. */
export interface MatrixSinkSpec {
  readonly path: string;
  readonly encoding: 'array' | 'csr_matrix' | 'csc_matrix';
  readonly dtype: NumericDType;
  readonly shape: readonly number[];
  /** Entries of a sparse one at most. */
  readonly bound: number;
  /** Whose compression it takes over. */
  readonly sources: readonly (MatrixElem | null)[];
}

/** Where the rows of a matrix come from. */
export interface MatrixRows {
  /** Those that need no look at them, as far as their chunks are those of the result. */
  readonly verbatim: readonly VerbatimRun[];
  /** The rows from `start` on. Where some are verbatim, it may be up to the `stop`. */
  readonly steps: (start: number, stop?: number) => AsyncIterable<Step>;
}

/** Writes X, a layer, or an elem of obsm or obsp, block by block. */
export async function writeMatrix(job: Job, part: MatrixPart, bytes: number): Promise<void> {
  const rows: MatrixRows =
    part.alignment.kind === 'columns'
      ? { verbatim: [], steps: (start) => columnBlocks(job, part, start) }
      : { verbatim: verbatimRuns(part), steps: (start, stop) => rowBlocks(job, part, start, stop) };
  const bound = entriesBound(part);
  await writeRows(job, { ...part, bound }, rows, bytes);
}

/** Writes a matrix from blocks of its rows; of a csc_matrix, from blocks of its columns. */
export async function writeRows(
  job: Job,
  spec: MatrixSinkSpec,
  rows: MatrixRows,
  bytes: number,
): Promise<void> {
  const report = job.start(spec.path, bytes);
  await (spec.encoding === 'array'
    ? writeDense(job, spec, rows, report)
    : writeSparse(job, spec, spec.encoding, rows, report));
}

async function writeDense(
  job: Job,
  { path, dtype, shape, sources }: MatrixSinkSpec,
  { verbatim, steps }: MatrixRows,
  report: (fraction: number) => void,
): Promise<void> {
  const [group, name] = job.parentOf(path);
  const [rows = 0] = shape;
  const compression = job.compression(sources);
  const spec = denseSpec(job.chunking, dtype, shape, compression);
  const storedAs = spec.compression.id === 'none' ? [] : await copiedForms(job, verbatim, '');
  const sink = await group.array(name, { ...spec, storedAs });
  let done = job.reachedIn(path).rows;
  const appendRows = async (stop?: number): Promise<void> => {
    for await (const { block, fraction } of ahead(steps(done, stop))) {
      if (block.kind === 'dense') await sink.append(numeric(dtype, block.values), job.signal);
      done += block.rows;
      releaseRows(block);
      report(fraction);
      await job.reached(path, { rows: done, entries: 0 });
    }
  };
  for (const { input, elem, start, rows: length } of verbatim) {
    // An earlier run has copied it, or its chunks do not begin where chunks of the result begin.
    if (start < done || start % (sink.stored?.rows ?? 1) !== 0) continue;
    if (!(await isOfForm(job, input, elem.path, sink))) continue;
    if (start > done) await appendRows(start);
    done = start + (await copyChunks(job, { input, path: elem.path, rows: length }, sink));
    report(done / rows);
  }
  await appendRows();
  await sink.close();
}

async function writeSparse(
  job: Job,
  { path, dtype, shape, bound, sources }: MatrixSinkSpec,
  encoding: 'csr_matrix' | 'csc_matrix',
  { verbatim, steps }: MatrixRows,
  report: (fraction: number) => void,
): Promise<void> {
  const [rows = 0, columns = 0] = shape;
  const [major, minor] = encoding === 'csr_matrix' ? [rows, columns] : [columns, rows];
  if (minor > INT32_MAX) {
    throw new ElemUnsupportedError({ elem: path, reason: `a sparse matrix of ${minor} columns` });
  }
  const [parent, name] = job.parentOf(path);
  const group = await parent.group(name, sparseAttrs(encoding, rows, columns));
  const compression = job.compression(sources);
  const entries = (of: NumericDType) => entriesSpec(job.chunking, of, bound, compression);
  const first = verbatim.filter(({ start }) => start === 0);
  const storedAs = await copiedForms(job, first, '/data');
  const data = await group.array('data', { ...entries(dtype), storedAs });
  const indices = await group.array('indices', entries('int32'));
  const indptr = await group.array('indptr', pointersSpec(bound, major));
  const endsDtype = pointerDtype(bound);
  const appendEnds = (local: Float64Array, offset: number) =>
    indptr.append(numeric(endsDtype, ends(endsDtype, local, offset)), job.signal);
  let { rows: done, entries: nnz } = job.reachedIn(path);
  if (done === 0) {
    await appendEnds(Float64Array.of(0, 0), 0);
    // Entries of further inputs seldom begin where a chunk begins.
    const [run] = first;
    const copied = run && (await copyEntries(job, run, { data, indices, appendEnds }));
    if (copied !== undefined) ({ rows: done, entries: nnz } = copied);
  }
  for await (const { block, fraction } of ahead(steps(done))) {
    if (block.kind === 'csr') {
      // One after another, so that their chunks lie in the same order in every run.
      await data.append(numeric(dtype, block.data), job.signal);
      await indices.append(numeric('int32', block.indices), job.signal);
      await appendEnds(block.indptr, nnz);
      nnz += block.indptr[block.rows] ?? 0;
    }
    done += block.rows;
    releaseRows(block);
    report(fraction);
    await job.reached(path, { rows: done, entries: nnz });
  }
  await data.close();
  await indices.close();
  await indptr.close();
}

const numeric = (dtype: NumericDType, values: NumericArray) =>
  ({ kind: 'numeric', dtype, values }) as const;

/** Ends of the rows, from the start of the whole matrix. */
const ends = (dtype: 'int32' | 'int64', local: Float64Array, offset: number): NumericArray =>
  pointerValues(
    dtype,
    local.subarray(1).map((end) => end + offset),
  );
