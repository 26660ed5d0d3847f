import { ARRAY, csrAttrs } from '../../anndata/encoding.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import { itemSize, type NumericArray } from '../../store/dtype.ts';
import type { ArraySpec } from '../../store/store.ts';
import type { MatrixPart } from '../blueprint.ts';
import type { RowBlock } from '../matrix/block.ts';
import { entriesBound } from '../plan/plan-matrix.ts';
import { columnBlocks } from './column-blocks.ts';
import type { Job } from './job.ts';
import { rowBlocks } from './row-blocks.ts';

/**
 * Entries in a chunk of a sparse matrix. One size for the whole result: 512 KiB of float32 fit the
 * chunk cache that HDF5 readers have by default (1 MiB).
 */
const SPARSE_CHUNK = 131_072;
/** Bytes in a chunk of a compressed dense matrix. */
const DENSE_CHUNK = 512 * 1024;
const INT32_MAX = 2 ** 31 - 1;

/** A block of rows of the result, and how much of the part is done with it. */
export interface Step {
  readonly block: RowBlock;
  readonly fraction: number;
}

/** Writes X, a layer, or an elem of obsm or obsp, block by block. */
export async function writeMatrix(job: Job, part: MatrixPart, bytes: number): Promise<void> {
  const steps = part.alignment.kind === 'columns' ? columnBlocks(job, part) : rowBlocks(job, part);
  const report = job.start(part.path, bytes);
  await (part.encoding === 'array'
    ? writeDense(job, part, steps, report)
    : writeCsr(job, part, steps, report));
}

async function writeDense(
  job: Job,
  part: MatrixPart,
  steps: AsyncIterable<Step>,
  report: (fraction: number) => void,
): Promise<void> {
  const [group, name] = job.parentOf(part.path);
  const compression = job.compression(part.sources);
  const rowBytes = part.shape.slice(1).reduce((product, n) => product * n, itemSize(part.dtype));
  const chunkRows = Math.max(1, Math.floor(DENSE_CHUNK / Math.max(1, rowBytes)));
  const sink = await group.array(name, {
    dtype: { kind: 'numeric', name: part.dtype },
    shape: part.shape,
    growable: false,
    chunkRows:
      compression.id === 'none' ? null : Math.min(chunkRows, Math.max(1, part.shape[0] ?? 1)),
    compression,
    attrs: ARRAY,
  });
  for await (const { block, fraction } of steps) {
    if (block.kind === 'dense') await sink.append(numeric(part.dtype, block.values), job.signal);
    report(fraction);
  }
  await sink.close();
}

async function writeCsr(
  job: Job,
  part: MatrixPart,
  steps: AsyncIterable<Step>,
  report: (fraction: number) => void,
): Promise<void> {
  const [rows = 0, columns = 0] = part.shape;
  if (columns > INT32_MAX) {
    throw new ElemUnsupportedError({
      elem: part.path,
      reason: `a sparse matrix of ${columns} columns`,
    });
  }
  const [parent, name] = job.parentOf(part.path);
  const group = await parent.group(name, csrAttrs(rows, columns));
  const bound = part.sources.reduce((sum, _, i) => sum + entriesBound(part, i), 0);
  const entries = {
    shape: [bound],
    growable: true,
    chunkRows: Math.max(1, Math.min(SPARSE_CHUNK, bound)),
    compression: job.compression(part.sources),
    attrs: {},
  } satisfies Partial<ArraySpec>;
  const pointerDtype = bound > INT32_MAX ? 'int64' : 'int32';
  const data = await group.array('data', {
    dtype: { kind: 'numeric', name: part.dtype },
    ...entries,
  });
  const indices = await group.array('indices', {
    dtype: { kind: 'numeric', name: 'int32' },
    ...entries,
  });
  const indptr = await group.array('indptr', {
    dtype: { kind: 'numeric', name: pointerDtype },
    shape: [rows + 1],
    growable: false,
    chunkRows: null,
    compression: { id: 'none' },
    attrs: {},
  });
  await indptr.append(numeric(pointerDtype, pointers(pointerDtype, Float64Array.of(0, 0), 0)));
  let nnz = 0;
  for await (const { block, fraction } of steps) {
    if (block.kind === 'csr') {
      await data.append(numeric(part.dtype, block.data), job.signal);
      await indices.append(numeric('int32', block.indices), job.signal);
      await indptr.append(
        numeric(pointerDtype, pointers(pointerDtype, block.indptr, nnz)),
        job.signal,
      );
      nnz += block.indptr[block.rows] ?? 0;
    }
    report(fraction);
  }
  await data.close();
  await indices.close();
  await indptr.close();
}

const numeric = (dtype: MatrixPart['dtype'], values: NumericArray) =>
  ({ kind: 'numeric', dtype, values }) as const;

/** Ends of the rows, from the start of the whole matrix. */
function pointers(dtype: 'int32' | 'int64', local: Float64Array, offset: number): NumericArray {
  const ends = local.subarray(1);
  return dtype === 'int32'
    ? Int32Array.from(ends, (end) => end + offset)
    : BigInt64Array.from(ends, (end) => BigInt(end + offset));
}
