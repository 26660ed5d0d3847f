import type { SparseElem } from '../../anndata/elem.ts';
import type { AlignedMatrixPart } from '../blueprint.ts';
import { type Aligned, alignedColumns, alignedRows } from '../rows/aligned-rows.ts';
import type { Job } from './job.ts';
import { rowSteps } from './row-blocks.ts';
import { type MatrixSinkSpec, writeRows } from './write-matrix.ts';

/** Writes an elem of varm or varp (axis obs) in its own format: rows, or the columns of a csc_matrix. */
export async function writeAlignedMatrix(
  job: Job,
  part: AlignedMatrixPart,
  bytes: number,
): Promise<void> {
  const { path, encoding, dtype, shape, input, elem, isPairwise } = part;
  const aligned: Aligned = { input, elem, isPairwise, mapping: part.names.reindexerOf(input) };
  const spec: MatrixSinkSpec = {
    path,
    encoding,
    dtype,
    shape,
    bound: elem.encoding === 'array' ? 0 : elem.nnz,
    sources: [elem],
  };
  const reader = isCsc(elem)
    ? alignedColumns(job, { ...aligned, elem }, dtype)
    : alignedRows(job, aligned, dtype);
  const rows = { verbatim: [], steps: (start: number) => rowSteps(job, reader, start) };
  await writeRows(job, spec, rows, bytes);
}

const isCsc = (elem: AlignedMatrixPart['elem']): elem is SparseElem =>
  elem.encoding === 'csc_matrix';
