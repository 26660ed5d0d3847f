import type { MatrixElem } from '../../anndata/elem.ts';
import { itemSize } from '../../store/dtype.ts';
import type { MatrixPart } from '../blueprint.ts';
import { type RowBlock, releaseRows } from '../matrix/block.ts';
import { fillScalar } from '../matrix/convert.ts';
import { filledCsr, reindexCsr } from '../matrix/csr.ts';
import { filledDense, reindexDense } from '../matrix/dense.ts';
import { isZero } from '../matrix/fill.ts';
import { widthOf } from '../plan/plan-multi.ts';
import { type Reindexer, shifted, truncateOrPad } from '../reindexer.ts';
import { openRows } from '../rows/open-rows.ts';
import type { RowReader } from '../rows/row-reader.ts';
import type { Job } from './job.ts';
import type { Step } from './step.ts';

/** The rows of one reader, from the `first` on. */
export async function* rowSteps(job: Job, reader: RowReader, first: number): AsyncGenerator<Step> {
  for (let start = first; start < reader.rows;) {
    const stop = start + (await reader.rowsWithin(start, job.blockBytes));
    yield { block: await reader.read(start, stop), fraction: stop / reader.rows };
    start = stop;
  }
}

/**
 * Rows of the inputs one after another, each brought to the columns of the result: all of them, or
 * the rows `[start, stop)` of the result.
 */
export async function* rowBlocks(
  job: Job,
  part: MatrixPart,
  start = 0,
  stop = Infinity,
): AsyncGenerator<Step> {
  const total = Math.max(
    1,
    part.lengths.reduce((sum, length) => sum + length, 0),
  );
  let done = start;
  let offset = 0;
  for (const [i, elem] of part.sources.entries()) {
    const length = part.lengths[i] ?? 0;
    const from = Math.max(0, start - offset);
    const to = Math.min(length, stop - offset);
    offset += length;
    const blocks =
      elem === null
        ? absentBlocks(job, part, from, to)
        : presentBlocks(job, part, i, elem, from, to);
    for await (const block of blocks) {
      done += block.rows;
      yield { block, fraction: done / total };
    }
  }
}

async function* presentBlocks(
  job: Job,
  part: MatrixPart,
  i: number,
  elem: MatrixElem,
  from: number,
  to: number,
): AsyncGenerator<RowBlock> {
  if (from >= to) return;
  const toCsr = part.encoding === 'csr_matrix';
  const mapping = reindexerOf(part, i, elem);
  const inner = part.shape.slice(2).reduce((product, extent) => product * extent, 1);
  const fill = fillScalar(part.fill, part.dtype);
  const sparseFill = isZero(part.fill) ? null : fill;
  const reader = openRows(job, i, elem, part.dtype, toCsr);
  const most = mostRows(job, part, mapping.absent.length > 0 && sparseFill !== null);
  for (let start = from; start < to;) {
    const rows = Math.min(await reader.rowsWithin(start, job.blockBytes), most, to - start);
    const block = await reader.read(start, start + rows);
    const reindexed =
      block.kind === 'csr'
        ? reindexCsr(block, mapping, part.dtype, sparseFill)
        : reindexDense(block, mapping, part.dtype, fill, inner);
    if (reindexed !== block) releaseRows(block);
    yield reindexed;
    start += rows;
  }
}

async function* absentBlocks(
  job: Job,
  part: MatrixPart,
  from: number,
  to: number,
): AsyncGenerator<RowBlock> {
  const columns = part.shape.slice(1).reduce((product, extent) => product * extent, 1);
  const fill = fillScalar(part.fill, part.dtype);
  const sparseFill = isZero(part.fill) ? null : fill;
  const step = mostRows(job, part, sparseFill !== null);
  for (let start = from; start < to; start += step) {
    const count = Math.min(step, to - start);
    yield await Promise.resolve(
      part.encoding === 'csr_matrix'
        ? filledCsr(count, columns, part.dtype, sparseFill)
        : filledDense(count, columns, part.dtype, fill),
    );
  }
}

export function reindexerOf(part: MatrixPart, i: number, elem: MatrixElem): Reindexer {
  const { alignment } = part;
  switch (alignment.kind) {
    case 'rows':
    case 'columns':
      return alignment.names.reindexerOf(i);
    case 'positions':
      return truncateOrPad(widthOf(elem), part.shape[1] ?? 1);
    case 'diagonal': {
      const offset = part.lengths.slice(0, i).reduce((sum, length) => sum + length, 0);
      return shifted(part.lengths[i] ?? 0, offset, part.shape[1] ?? 0);
    }
  }
}

/** Rows of the result in a block: within the budget where all are stored, and within `max_loaded_elems`. */
export function mostRows(job: Job, part: MatrixPart, isFilled: boolean): number {
  const columns = Math.max(
    1,
    part.shape.slice(1).reduce((product, extent) => product * extent, 1),
  );
  const byElems = Math.max(1, Math.floor(part.maxElems / columns));
  if (part.encoding === 'csr_matrix' && !isFilled) return byElems;
  const entry = itemSize(part.dtype) + (part.encoding === 'csr_matrix' ? 4 : 0);
  return Math.max(1, Math.min(byElems, Math.floor(job.blockBytes / (columns * entry))));
}
