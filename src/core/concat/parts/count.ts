import type { Border, SplitElem } from '../../../shared/parts.ts';
import type { MatrixPart } from '../blueprint.ts';
import type { Job } from '../execute/job.ts';
import { releaseRows } from '../matrix/block.ts';
import type { CountRecord } from './record.ts';
import { rowsBetween } from './rows-between.ts';

/**
 * Marks of a count at most. Rows between a mark and a border are made twice; and a part reads the
 * counts of all parts before it.
 */
const MOST_MARKS = 128;

/** Counts the entries of the rows `[start, stop)` of a sparse matrix of the result: makes them, and keeps nothing. */
export async function countEntries(
  job: Job,
  part: MatrixPart,
  start: number,
  stop: number,
): Promise<CountRecord> {
  let marks: (readonly [number, number])[] = [];
  let [row, entries, stride, blocks] = [start, 0, 1, 0];
  for await (const block of rowsBetween(job, part, start, stop)) {
    if (blocks++ % stride === 0) marks.push([row, entries]);
    if (marks.length > MOST_MARKS) {
      marks = marks.filter((_, i) => i % 2 === 0);
      stride *= 2;
    }
    row += block.rows;
    if (block.kind === 'csr') entries += block.indptr[block.rows] ?? 0;
    releaseRows(block);
  }
  return { entries, marks };
}

/**
 * Border `k` of an elem whose entries were counted: the mark next before the first shard that begins
 * not later than the rows that the plan gives to part `k + 1`.
 * @param counts of all parts up to that border
 */
export function countedBorder(
  { chunk, shard: chunks, borders }: SplitElem,
  counts: readonly CountRecord[],
  k: number,
): Border {
  const size = chunk * chunks;
  const before = counts.slice(0, k);
  const total = before.reduce((sum, { entries }) => sum + entries, 0);
  if (k === borders.length - 1) {
    return { row: borders[k]?.row ?? 0, entries: total, shard: Math.ceil(total / size) };
  }
  const shard = Math.floor(total / size);
  let border: Border = { row: 0, entries: 0, shard };
  let offset = 0;
  for (const { entries, marks } of before) {
    for (const [row, within] of marks) {
      if (offset + within > shard * size) return border;
      border = { row, entries: offset + within, shard };
    }
    offset += entries;
  }
  return border;
}
