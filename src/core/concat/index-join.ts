import type { Utf8Array } from '../store/utf8.ts';
import { sortByBytes } from '../store/utf8-sort.ts';
import { Turns } from '../turns.ts';

/** Lists of names as positions in one list of distinct strings, joined as pandas joins indexes. */

export function equalIds(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** `pd.Index.intersection`, folded: the order of the first, restricted to names in all. */
export function intersectIds(inputIds: readonly Int32Array[], size: number): Int32Array {
  const lists = [...new Set(inputIds)];
  const [first = new Int32Array(0)] = lists;
  const counts = new Int32Array(size);
  // A list counts a name once: after list `i`, a name in all lists so far counts `i + 1`.
  lists.forEach((ids, i) => {
    for (const id of ids) if (counts[id] === i) counts[id] = i + 1;
  });
  return first.filter((id) => counts[id] === lists.length);
}

/**
 * `pd.Index.union`, folded: unchanged while all are equal or empty, else sorted by code point. One
 * inequality is enough for everything to end sorted, since each further union sorts again.
 * @throws CancelledError
 */
export async function uniteIds(
  inputIds: readonly Int32Array[],
  strings: Utf8Array,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const turns = new Turns(signal);
  let united: Int32Array = new Int32Array(0);
  let isSorted = false;
  const seen = new Uint8Array(strings.length);
  const distinct = new Int32Array(strings.length);
  let count = 0;
  for (const ids of inputIds) {
    if (turns.isOver(ids.length)) await turns.pass();
    for (const id of ids) {
      if (seen[id] === 1) continue;
      seen[id] = 1;
      distinct[count++] = id;
    }
    if (ids.length === 0 || equalIds(ids, united)) continue;
    if (united.length === 0) united = ids;
    else isSorted = true;
  }
  if (!isSorted) return united;
  return await sortByBytes(distinct.subarray(0, count), strings.bytes, strings.offsets, signal);
}
