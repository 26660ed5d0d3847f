import type { MatrixPart } from '../blueprint.ts';
import { ahead } from '../ahead.ts';
import { columnBlocks } from '../execute/column-blocks.ts';
import type { Job } from '../execute/job.ts';
import { rowBlocks } from '../execute/row-blocks.ts';
import type { RowBlock } from '../matrix/block.ts';

/** The rows `[start, stop)` of a matrix of the result. The next block is made while one is in use. */
export async function* rowsBetween(
  job: Job,
  part: MatrixPart,
  start: number,
  stop: number,
): AsyncGenerator<RowBlock> {
  if (start >= stop) return;
  const blocks = part.alignment.kind === 'columns' ? columnBlocks : rowBlocks;
  for await (const { block } of ahead(blocks(job, part, start, stop))) yield block;
}
