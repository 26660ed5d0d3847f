import type { PictureOf, QueryOf } from '../../../shared/picture.ts';
import { readInputNames } from '../../concat/alt-index.ts';
import { intersectIds } from '../../concat/index-join.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import { groupLists, sharedNames } from './name-groups.ts';
import { BLOCK_BYTES, type Reading } from './reading.ts';
import { outlineOf } from './tables.ts';

/** Names of all stores together, of which 4 bytes each are held. */
const MOST_NAMES = 64 * 1024 * 1024;
/** Distinct names, of which their bytes and up to 30 more are held. */
const MOST_DISTINCT = 8 * 1024 * 1024;

/**
 * Which names stores share: of every two, by how many stores have them, and what the joins of the
 * axis keep. Each name is hashed once, and equal lists are held once, as for planning.
 */
export async function summariseOverlap(
  reading: Reading,
  { names }: QueryOf<'overlap'>,
): Promise<PictureOf<'overlap'>> {
  const { inputs, signal, onStep } = reading;
  const indexes = [];
  for (const i of inputs.paths.keys()) indexes.push((await outlineOf(reading, i))[names].index);
  const total = indexes.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const limit = (count: number, most: number, what: string): void => {
    if (count <= most) return;
    const reason = `more than ${most} ${what} in all stores together cannot be compared`;
    throw new ElemUnsupportedError({ elem: names, reason });
  };
  limit(total, MOST_NAMES, 'names');
  const onNames = (distinct: number): void => {
    limit(distinct, MOST_DISTINCT, 'distinct names');
    onStep();
  };
  const { strings, inputIds } = await readInputNames(inputs, indexes, BLOCK_BYTES, signal, onNames);
  const size = strings.length;
  const groups = groupLists(inputIds);
  return {
    kind: 'overlap',
    ...sharedNames(groups, size),
    byStores: namesByStores(inputIds, size),
    inner: new Set(intersectIds(inputIds, size)).size,
    outer: size,
  };
}

/** At `k - 1`, how many names exactly `k` lists have. */
function namesByStores(lists: readonly Int32Array[], size: number): readonly number[] {
  const multiplicity = new Map<Int32Array, number>();
  for (const list of lists) multiplicity.set(list, (multiplicity.get(list) ?? 0) + 1);
  const stores = new Int32Array(size);
  const seen = new Int32Array(size).fill(-1);
  [...multiplicity].forEach(([list, times], i) => {
    for (const id of list) {
      // A name that a list repeats counts once.
      if (seen[id] === i) continue;
      seen[id] = i;
      stores[id] = (stores[id] ?? 0) + times;
    }
  });
  const counts = new Array<number>(lists.length).fill(0);
  for (const k of stores) counts[k - 1] = (counts[k - 1] ?? 0) + 1;
  return counts;
}
