import type { Border } from '../../../shared/parts.ts';
import { isSparse, type SparseElem } from '../../anndata/elem.ts';
import type { MatrixPart } from '../blueprint.ts';
import { reindexerOf } from '../execute/row-blocks.ts';
import type { Inputs } from '../inputs.ts';
import { isZero } from '../matrix/fill.ts';
import { entriesBounds } from '../plan/plan-matrix.ts';
import { Pointers } from '../rows/csr-rows.ts';

/**
 * Whether the entries of a sparse matrix of the result are known only when its rows are made. They
 * are known before where all entries of all inputs are kept, none is added, and each input is a
 * csr_matrix, whose `indptr` tells.
 */
export function isCounted(part: MatrixPart): boolean {
  if (part.alignment.kind === 'columns') return true;
  return part.sources.some((elem, i) => {
    if (elem === null) return !isZero(part.fill);
    if (elem.encoding !== 'csr_matrix') return true;
    const { noChange, newPositions, absent } = reindexerOf(part, i, elem);
    if (noChange) return false;
    return newPositions.some((p) => p < 0) || (absent.length > 0 && !isZero(part.fill));
  });
}

/**
 * Borders of a matrix whose entries are known: each is the row that holds the first entry of a shard,
 * but for the first, which is where the matrix begins, be its first rows without entries or not.
 * @param firsts shards with which shares begin, ascending; the last is where all end
 * @param size entries in a shard
 * @throws ElemUnreadableError when row pointers are damaged
 */
export async function sparseBorders(
  part: MatrixPart,
  firsts: readonly number[],
  size: number,
  inputs: Inputs,
  signal: AbortSignal | undefined,
): Promise<readonly Border[]> {
  const borders: Border[] = [];
  let [input, row, entries] = [0, 0, 0];
  for (const [k, shard] of firsts.entries()) {
    if (shard === 0) {
      borders.push({ row: 0, entries: 0, shard });
      continue;
    }
    const wanted = k === firsts.length - 1 ? Infinity : shard * size;
    for (; input < part.sources.length; input++) {
      const nnz = entriesOf(part, input);
      if (entries + nnz > wanted) break;
      row += part.lengths[input] ?? 0;
      entries += nnz;
    }
    const elem = part.sources[input];
    if (elem == null || !isSparse(elem)) {
      borders.push({ row, entries, shard });
      continue;
    }
    const inside = await rowOf(inputs, input, elem, wanted - entries, signal);
    borders.push({ row: row + inside.row, entries: entries + inside.entries, shard });
  }
  return borders;
}

function entriesOf(part: MatrixPart, input: number): number {
  const elem = part.sources[input];
  return elem != null && isSparse(elem) ? elem.nnz : 0;
}

/** The row that holds an entry, by bisection, and the entries before it. */
async function rowOf(
  inputs: Inputs,
  input: number,
  elem: SparseElem,
  entry: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly row: number; readonly entries: number }> {
  const pointers = new Pointers(inputs, input, elem, signal);
  const startOf = async (row: number): Promise<number> =>
    (await pointers.slice(row, row + 1))[0] ?? 0;
  let [low, high, entries] = [0, elem.shape[0], 0];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const start = await startOf(middle);
    if (start <= entry) [low, entries] = [middle, start];
    else high = middle;
  }
  return { row: low, entries };
}

/** Borders by rows, at about equal bounds of entries: what lies between them is yet to be counted. */
export function countedBorders(part: MatrixPart, count: number): readonly Border[] {
  const isByInput = part.alignment.kind !== 'columns';
  const rows = part.shape[0] ?? 0;
  const bounds = isByInput ? entriesBounds(part) : [rows];
  const lengths = isByInput ? part.lengths : [rows];
  const total = bounds.reduce((sum, bound) => sum + bound, 0);
  const borders: Border[] = [];
  let [input, row, before] = [0, 0, 0];
  for (let k = 0; k <= count; k++) {
    const wanted = (k * total) / count;
    while (input < bounds.length && (k === count || before + (bounds[input] ?? 0) <= wanted)) {
      row += lengths[input] ?? 0;
      before += bounds[input] ?? 0;
      input++;
    }
    const share = (wanted - before) / Math.max(1, bounds[input] ?? 1);
    const inside = input < bounds.length ? Math.floor(share * (lengths[input] ?? 0)) : 0;
    borders.push({ row: k === 0 ? 0 : row + inside, entries: null, shard: null });
  }
  return borders;
}
