import { NO_INDEX_NAME } from '../../anndata/dataframe.ts';
import { categoricalAttrs, dataFrameAttrs, STRING_ARRAY } from '../../anndata/encoding.ts';
import type { GroupSink, StringBlock } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import type { ColumnPart, DataFramePart, IndexPart } from '../blueprint.ts';
import { readNames, withSuffix } from '../names.ts';
import { ahead } from '../ahead.ts';
import { codesDtype, createArray, appendCodes } from './arrays.ts';
import type { Job } from './job.ts';
import { writeAlignedColumn, writeColumn } from './write-column.ts';

/** Names of the alt axis written at a time. */
const NAMES_BLOCK = 65_536;

/** Writes a dataframe column by column; `bytesOf` tells how much of the job each is. */
export async function writeDataFrame(
  job: Job,
  part: DataFramePart,
  bytesOf: (path: string) => number,
): Promise<void> {
  const [parent, name] = job.parentOf(part.path);
  const index = part.indexName ?? NO_INDEX_NAME;
  const columns = part.columns.map((column) => column.name);
  const group = await parent.group(name, dataFrameAttrs(index, columns));
  const indexPath = `${part.path}/${index}`;
  const indexBytes = bytesOf(indexPath);
  await job.elem(indexPath, indexBytes, () =>
    writeIndex(job, group, index, part.index, job.start(indexPath, indexBytes)),
  );
  for (const column of part.columns) {
    const path = `${part.path}/${column.name}`;
    const bytes = bytesOf(path);
    await job.elem(path, bytes, async () => {
      const report = job.start(path, bytes);
      await writePart(job, group, column, report);
      report(1);
    });
  }
}

async function writePart(
  job: Job,
  group: GroupSink,
  column: ColumnPart,
  report: (fraction: number) => void,
): Promise<void> {
  switch (column.kind) {
    case 'label':
      return writeLabel(job, group, column);
    case 'column':
      return writeColumn(job, group, column, report);
    case 'aligned':
      return writeAlignedColumn(job, group, column);
  }
}

async function writeIndex(
  job: Job,
  group: GroupSink,
  name: string,
  index: IndexPart,
  report: (fraction: number) => void,
): Promise<void> {
  const total =
    index.kind === 'joined'
      ? index.names.length
      : index.indexes.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  // Joined names have no source of their own.
  const compression = job.compression(index.kind === 'joined' ? [] : index.indexes);
  const sink = await createArray(
    job,
    group,
    name,
    { kind: 'string' },
    total,
    STRING_ARRAY,
    compression,
  );
  let done = 0;
  const blocks =
    index.kind === 'joined' ? joinedNames(index) : ahead(concatenatedNames(job, index));
  for await (const values of blocks) {
    const block: StringBlock = { kind: 'string', values };
    await sink.append(block, job.signal);
    done += values.length;
    report(done / total);
  }
  await sink.close();
}

function* joinedNames({ names }: IndexPart & { kind: 'joined' }): Generator<Utf8Array> {
  for (let start = 0; start < names.length; start += NAMES_BLOCK) {
    yield names.names(start, Math.min(start + NAMES_BLOCK, names.length));
  }
}

async function* concatenatedNames(
  job: Job,
  { indexes, suffixes }: IndexPart & { kind: 'concatenated' },
): AsyncGenerator<Utf8Array> {
  for (const [i, index] of indexes.entries()) {
    const suffix = suffixes?.[i];
    for await (const names of readNames(job.inputs, i, index, job.blockBytes, job.signal)) {
      yield suffix === undefined ? names : withSuffix(names, suffix);
    }
  }
}

async function writeLabel(
  job: Job,
  parent: GroupSink,
  { name, keys, rows }: ColumnPart & { kind: 'label' },
): Promise<void> {
  const group = await parent.group(name, categoricalAttrs(false));
  const categories = await createArray(
    job,
    group,
    'categories',
    { kind: 'string' },
    keys.length,
    STRING_ARRAY,
  );
  await categories.append({ kind: 'string', values: Utf8Array.from(keys) });
  await categories.close();
  const dtype = codesDtype(keys.length);
  const total = rows.reduce((sum, n) => sum + n, 0);
  const codes = await createArray(job, group, 'codes', { kind: 'numeric', name: dtype }, total);
  const step = job.blockBytes / 4;
  for (const [code, n] of rows.entries()) {
    for (let start = 0; start < n; start += step) {
      const block = new Int32Array(Math.min(step, n - start)).fill(code);
      await appendCodes(codes, dtype, block, job.signal);
    }
  }
  await codes.close();
}
