import { isMatrix } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { OutputMismatchError } from '../../errors.ts';
import type { MatrixPart } from '../blueprint.ts';
import { columnBlocks } from '../execute/column-blocks.ts';
import type { Job } from '../execute/job.ts';
import { rowBlocks } from '../execute/row-blocks.ts';
import { type Inputs, nodeAt } from '../inputs.ts';
import { equalBlocks } from '../merge/equal-matrix.ts';
import { openRows } from '../rows/open-rows.ts';
import { asMismatch } from './check-sink.ts';

/** Rows looked at in each matrix, evenly spread from its first to its last. */
const ROWS = 8;

/**
 * Makes some rows of a matrix anew from the inputs and holds them against those of the output. A
 * matrix with a csc_matrix among its inputs is passed over: a row of that costs a look at all of it.
 * @param output the one store that is checked
 * @throws OutputMismatchError for the first row that differs
 */
export async function checkSampledRows(job: Job, part: MatrixPart, output: Inputs): Promise<void> {
  if (part.sources.some((elem) => elem?.encoding === 'csc_matrix')) return;
  const { path, dtype, alignment } = part;
  const [store = ''] = output.paths;
  const [rows = 0, ...others] = part.shape;
  const columns = others.reduce((product, extent) => product * extent, 1);
  const elem = await output.use(0, async (opened) => readElem(await nodeAt(opened, path)));
  if (!isMatrix(elem)) return;
  const { blockBytes, bandBytes, signal } = job;
  const reading = { inputs: output, blockBytes, bandBytes, signal };
  const written = openRows(reading, 0, elem, dtype, part.encoding === 'csr_matrix');
  for (const row of sample(rows)) {
    const found = await asMismatch(store, path, () => written.read(row, row + 1));
    const blocks = alignment.kind === 'columns' ? columnBlocks : rowBlocks;
    for await (const { block } of blocks(job, part, row, row + 1)) {
      if (equalBlocks(block, dtype, found, dtype, columns)) continue;
      const reason = `row ${row} is not that of its input`;
      throw new OutputMismatchError({ path: store, elem: path, reason });
    }
  }
}

/** Positions evenly spread over `length`, the first and the last among them. */
function sample(length: number): ReadonlySet<number> {
  const count = Math.min(ROWS, length);
  const step = (length - 1) / Math.max(1, count - 1);
  return new Set(Array.from({ length: count }, (_, i) => Math.round(i * step)));
}
