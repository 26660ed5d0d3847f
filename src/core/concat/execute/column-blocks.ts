import { type NumericArray } from '../../store/dtype.ts';
import type { AltIndex } from '../alt-index.ts';
import type { MatrixPart } from '../blueprint.ts';
import type { CsrBlock, DenseBlock } from '../matrix/block.ts';
import { fillScalar } from '../matrix/convert.ts';
import { filledCsr, stackColumnsCsr } from '../matrix/csr.ts';
import { filledDense, stackColumnsDense } from '../matrix/dense.ts';
import { isZero } from '../matrix/fill.ts';
import { oldPositions } from '../reindexer.ts';
import { GatheredRows } from '../rows/gathered-rows.ts';
import { bytesPerRow, openRows, type Reading } from '../rows/open-rows.ts';
import type { RowReader } from '../rows/row-reader.ts';
import type { Job } from './job.ts';
import { mostRows } from './row-blocks.ts';
import type { Step } from './step.ts';

/**
 * Columns of the inputs side by side: each block has the same rows of all of them (axis var). All
 * rows, or `[first, end)`.
 */
export async function* columnBlocks(
  job: Job,
  part: MatrixPart,
  first = 0,
  end = Infinity,
): AsyncGenerator<Step> {
  if (part.alignment.kind !== 'columns') return;
  const { names } = part.alignment;
  // All of them are read at once.
  const bands = part.sources.filter((elem) => elem?.encoding === 'csc_matrix').length;
  const { inputs, blockBytes, signal } = job;
  const bandBytes = job.bandBytes / Math.max(1, bands);
  const reading = { inputs, blockBytes, bandBytes, signal };
  const readers = part.sources.map((_, i) => openAligned(reading, part, i, names));
  const offsets: number[] = [];
  let columns = 0;
  for (const length of part.lengths) {
    offsets.push(columns);
    columns += length;
  }
  const total = Math.min(end, part.shape[0] ?? 0);
  const most = mostRows(job, part, !isZero(part.fill));
  for (let start = first; start < total;) {
    let rows = Math.min(most, total - start);
    for (const reader of readers) {
      rows = Math.min(rows, await reader.rowsWithin(start, job.blockBytes / readers.length));
    }
    const blocks = await readAll(readers, start, start + rows);
    start += rows;
    const block =
      part.encoding === 'csr_matrix'
        ? stackColumnsCsr(blocks.filter(isCsr), offsets, part.dtype)
        : stackColumnsDense(blocks.filter(isDense), part.dtype);
    yield { block, fraction: start / total };
  }
}

async function readAll(readers: readonly RowReader[], start: number, stop: number) {
  const blocks: (CsrBlock | DenseBlock)[] = [];
  for (const reader of readers) blocks.push(await reader.read(start, stop));
  return blocks;
}

const isCsr = (block: CsrBlock | DenseBlock): block is CsrBlock => block.kind === 'csr';
const isDense = (block: CsrBlock | DenseBlock): block is DenseBlock => block.kind === 'dense';

/** Rows of input `i` in the order of the result. */
function openAligned(reading: Reading, part: MatrixPart, i: number, names: AltIndex): RowReader {
  const elem = part.sources[i] ?? null;
  const columns = part.lengths[i] ?? 0;
  const isSparse = part.encoding === 'csr_matrix';
  const fill = fillScalar(part.fill, part.dtype);
  const fillOrNone = isSparse && isZero(part.fill) ? null : fill;
  if (elem === null) return absentRows(part, columns, fillOrNone, fill);
  const reader = openRows(reading, i, elem, part.dtype, isSparse);
  const mapping = names.reindexerOf(i);
  if (mapping.noChange) return reader;
  return new GatheredRows({
    reader,
    positions: oldPositions(mapping),
    columns,
    bytesPerRow: bytesPerRow(elem),
    dtype: part.dtype,
    fill: fillOrNone,
    isDense: !isSparse,
  });
}

function absentRows(
  part: MatrixPart,
  columns: number,
  fillOrNone: NumericArray | null,
  fill: NumericArray,
): RowReader {
  const rows = part.shape[0] ?? 0;
  return {
    rows,
    rowsWithin: (start) => Promise.resolve(rows - start),
    read: (start, stop) =>
      Promise.resolve(
        part.encoding === 'csr_matrix'
          ? filledCsr(stop - start, columns, part.dtype, fillOrNone)
          : filledDense(stop - start, columns, part.dtype, fill),
      ),
  };
}
