import { Turns } from './turns.ts';

/** Ids that are sorted at once. */
const RUN = 2 ** 14;
/** Comparisons that each of them takes, about. */
const COMPARISONS = 16;

/**
 * Sorts ids as `sort` does, in pieces between which others have their turn: runs, which are then merged
 * pair by pair.
 * @param compare never answers 0 for two ids
 * @throws CancelledError
 */
export async function sortInTurns(
  ids: Int32Array,
  compare: (a: number, b: number) => number,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const turns = new Turns(signal);
  for (let at = 0; at < ids.length; at += RUN) {
    ids.subarray(at, at + RUN).sort(compare);
    if (ids.length > RUN && turns.isOver(RUN * COMPARISONS)) await turns.pass();
  }
  let [from, to] = [ids, ids];
  for (let width = RUN; width < ids.length; width *= 2) {
    [from, to] = [to, from === to ? new Int32Array(ids.length) : from];
    for (let start = 0; start < ids.length; start += 2 * width) {
      await merge(from, to, [start, start + width, start + 2 * width], compare, turns);
    }
  }
  return to;
}

/** Merges two sorted runs, `[start, middle)` and `[middle, end)`, as far as there are such ids. */
async function merge(
  from: Int32Array,
  to: Int32Array,
  [start, middle, end]: readonly [number, number, number],
  compare: (a: number, b: number) => number,
  turns: Turns,
): Promise<void> {
  let [left, right] = [start, middle];
  const stop = Math.min(end, from.length);
  for (let at = start; at < stop; at++) {
    const [a, b] = [from[left] ?? 0, from[right] ?? 0];
    const isLeft = left < middle && (right >= stop || compare(a, b) < 0);
    to[at] = isLeft ? a : b;
    if (isLeft) left++;
    else right++;
    if (at % RUN === 0 && turns.isOver(RUN)) await turns.pass();
  }
}
