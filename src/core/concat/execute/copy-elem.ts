import { NO_INDEX_NAME } from '../../anndata/dataframe.ts';
import {
  type ColumnElem,
  type DataFrameElem,
  type Elem,
  isSparse,
  type ScalarElem,
  type SparseElem,
} from '../../anndata/elem.ts';
import { arrayType } from '../../anndata/elem-type.ts';
import {
  ARRAY,
  categoricalAttrs,
  dataFrameAttrs,
  nullableAttrs,
  REC_ARRAY,
  scalarAttrs,
  STRING_ARRAY,
} from '../../anndata/encoding.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import type { DataType } from '../../store/dtype.ts';
import type { ArraySpec, AttrsInput, GroupSink } from '../../store/store.ts';
import { valueBlocksOf } from '../blocks.ts';
import type { CopyPart } from '../blueprint.ts';
import { withTextLengths } from './text-lengths.ts';
import { openRows } from '../rows/open-rows.ts';
import { transposed } from '../rows/aligned-rows.ts';
import type { Job } from './job.ts';
import { rowSteps } from './row-blocks.ts';
import { writeRows } from './write-matrix.ts';

/** Copies an elem of one input as it is, re-encoded as today's anndata writes it. */
export async function copyElem(job: Job, part: CopyPart, bytes: number): Promise<void> {
  const { path, input, elem } = part;
  if (isSparse(elem)) {
    await copySparse(job, path, input, elem, bytes);
    return;
  }
  const report = job.start(path, bytes);
  const [group, name] = job.parentOf(path);
  await copyInto(job, group, name, input, elem);
  report(1);
}

async function copyInto(
  job: Job,
  group: GroupSink,
  name: string,
  input: number,
  elem: Exclude<Elem, SparseElem>,
): Promise<void> {
  switch (elem.encoding) {
    case 'dataframe':
      return copyDataFrame(job, group, name, input, elem);
    case 'numeric-scalar':
    case 'string':
    case 'null':
      return copyScalar(job, group, name, input, elem);
    case 'array':
    case 'string-array':
    case 'categorical':
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return copyColumn(job, group, name, input, elem);
    case 'rec-array':
    case 'complex-array':
      return copyArray(job, group, name, input, elem.path, arrayType(elem), elem.shape);
    case 'awkward-array':
    case 'dict':
    case 'unsupported':
      throw new ElemUnsupportedError({ elem: elem.path, reason: elem.encoding });
  }
}

async function copyColumn(
  job: Job,
  parent: GroupSink,
  name: string,
  input: number,
  elem: ColumnElem,
): Promise<void> {
  const copy = (
    group: GroupSink,
    as: string,
    path: string,
    dtype: DataType,
    shape: readonly number[],
  ): Promise<void> => copyArray(job, group, as, input, path, dtype, shape);
  switch (elem.encoding) {
    case 'array':
    case 'string-array':
      return copy(parent, name, elem.path, arrayType(elem), elem.shape);
    case 'categorical': {
      const group = await parent.group(name, categoricalAttrs(elem.ordered));
      const codes: DataType = { kind: 'numeric', name: elem.codesDtype };
      await copy(group, 'categories', elem.categoriesPath, elem.categoriesDtype, [elem.categories]);
      return copy(group, 'codes', elem.codesPath, codes, elem.shape);
    }
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array': {
      const group = await parent.group(name, nullableAttrs(elem.encoding, elem.naValue));
      await copy(group, 'values', `${elem.path}/values`, elem.dtype, elem.shape);
      const mask: DataType = { kind: 'numeric', name: 'bool' };
      return copy(group, 'mask', `${elem.path}/mask`, mask, elem.shape);
    }
  }
}

async function copyArray(
  job: Job,
  group: GroupSink,
  name: string,
  input: number,
  path: string,
  dtype: DataType,
  shape: readonly number[],
): Promise<void> {
  const { dtype: declared, ...rest } = spec(path, dtype, shape, attrsOf(dtype));
  const readable =
    job.format === 'h5ad' || declared.kind !== 'struct'
      ? declared
      : await withTextLengths(job, input, path, declared, shape);
  const sink = await group.array(name, { dtype: readable, ...rest });
  const blocks = valueBlocksOf(
    job.inputs,
    input,
    path,
    readable,
    shape,
    job.blockBytes,
    job.signal,
  );
  for await (const block of blocks) await sink.append(block, job.signal);
  await sink.close();
}

function attrsOf(dtype: DataType): AttrsInput {
  if (dtype.kind === 'struct') return REC_ARRAY;
  return dtype.kind === 'string' ? STRING_ARRAY : ARRAY;
}

/** @throws ElemUnsupportedError for a dtype that cannot be read, which planning has refused */
function spec(
  path: string,
  dtype: DataType,
  shape: readonly number[],
  attrs: AttrsInput,
): ArraySpec {
  if (dtype.kind === 'opaque') throw new ElemUnsupportedError({ elem: path, reason: dtype.name });
  return { dtype, shape, growable: false, chunkRows: null, compression: { id: 'none' }, attrs };
}

async function copyScalar(
  job: Job,
  group: GroupSink,
  name: string,
  input: number,
  elem: ScalarElem,
): Promise<void> {
  const attrs = scalarAttrs(elem.encoding);
  if (elem.encoding === 'null') {
    await group.nothing(name, attrs);
    return;
  }
  const sink = await group.array(name, spec(elem.path, elem.dtype, [], attrs));
  await sink.append(await job.inputs.readValues(input, elem.path, 0, 1, job.signal), job.signal);
  await sink.close();
}

async function copyDataFrame(
  job: Job,
  parent: GroupSink,
  name: string,
  input: number,
  elem: DataFrameElem,
): Promise<void> {
  const index = elem.indexName ?? NO_INDEX_NAME;
  const columns = elem.columns.map((column) => column.name);
  const group = await parent.group(name, dataFrameAttrs(index, columns));
  await copyInto(job, group, index, input, elem.index);
  for (const column of elem.columns) await copyInto(job, group, column.name, input, column.elem);
}

async function copySparse(
  job: Job,
  path: string,
  input: number,
  elem: SparseElem,
  bytes: number,
): Promise<void> {
  const { encoding, dtype, shape, nnz } = elem;
  // The columns of a csc_matrix are the rows of its transpose: the same arrays.
  const rows = encoding === 'csr_matrix' ? elem : transposed(elem);
  const reader = openRows(job, input, rows, dtype, true);
  const spec = { path, encoding, dtype, shape, bound: nnz, sources: [elem] };
  const steps = (start: number) => rowSteps(job, reader, start);
  await writeRows(job, spec, { verbatim: [], steps }, bytes);
}
