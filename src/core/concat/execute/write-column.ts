import type { GroupSink } from '../../store/store.ts';
import type { AlignedColumnPart, ColumnPart } from '../blueprint.ts';
import { columnValues } from '../column-values.ts';
import { alignColumn } from '../merge/aligned-column.ts';
import { createColumnSink } from './column-sink.ts';
import { ahead } from '../ahead.ts';
import type { Job } from './job.ts';

type Column = ColumnPart & { readonly kind: 'column' };

/** Writes a column of the concatenation axis, input by input and block by block. */
export async function writeColumn(
  job: Job,
  parent: GroupSink,
  column: Column,
  report: (fraction: number) => void,
): Promise<void> {
  const total = column.rows.reduce((sum, n) => sum + n, 0);
  const sink = await createColumnSink(job, parent, column, total);
  let done = 0;
  const advance = (rows: number): void => {
    done += rows;
    report(done / total);
  };
  for (const [i, elem] of column.elems.entries()) {
    if (elem === null) {
      const rows = column.rows[i] ?? 0;
      const step = job.blockBytes / 8;
      for (let start = 0; start < rows; start += step) {
        const count = Math.min(step, rows - start);
        await sink.appendMissing(count);
        advance(count);
      }
      continue;
    }
    const blocks = columnValues(job.inputs, i, elem, job.blockBytes, job.signal);
    for await (const values of ahead(blocks)) {
      await sink.append(i, values);
      advance(values.kind === 'codes' ? values.codes.length : values.values.length);
    }
  }
  await sink.close();
}

/** Writes a column of the alt axis, taken from one input. */
export async function writeAlignedColumn(
  job: Job,
  parent: GroupSink,
  { name, input, elem, names, target }: AlignedColumnPart,
): Promise<void> {
  const { inputs, blockBytes, signal } = job;
  const mapping = names.reindexerOf(input);
  const { values } = await alignColumn(inputs, input, elem, mapping, blockBytes, signal);
  const sink = await createColumnSink(job, parent, { name, target, elems: [elem] }, names.length);
  // The table of a merged column knows one input only.
  if (names.length > 0) await sink.append(0, values);
  await sink.close();
}
