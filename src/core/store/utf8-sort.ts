import { Turns } from '../turns.ts';

/** Lists no longer than this are sorted by insertion. */
const FEW = 24;
/** Counts by byte, after a place for strings that have ended. */
const BUCKETS = 257;

/** Strings that agree in their first `depth` bytes. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * Sorts ids of packed strings in place by their UTF-8 bytes, which is the order of code points
 * (Python's `str` order): a radix sort from the first byte on, so that what names have in common is
 * not compared again and again. Id `i` is `bytes[offsets[i] .. offsets[i + 1])`.
 * @throws CancelledError
 */
export async function sortByBytes(
  ids: Int32Array,
  bytes: Uint8Array,
  offsets: Uint32Array,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const turns = new Turns(signal);
  const moved = new Int32Array(ids.length);
  const starts = new Uint32Array(BUCKETS + 1);
  const open: Range[] = [{ from: 0, to: ids.length, depth: 0 }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const { from, to, depth } = range;
    if (turns.isOver(to - from)) await turns.pass();
    if (to - from <= FEW) {
      sortFew(ids, bytes, offsets, range);
      continue;
    }
    starts.fill(0);
    for (let i = from; i < to; i++) {
      const next = keyAt(bytes, offsets, ids[i] ?? 0, depth) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    // All alike: the next byte.
    const first = keyAt(bytes, offsets, ids[from] ?? 0, depth);
    if (starts[first + 1] === to - from) {
      if (first > 0) open.push({ from, to, depth: depth + 1 });
      continue;
    }
    let end = from;
    for (let key = 0; key < BUCKETS; key++) {
      const count = starts[key + 1] ?? 0;
      if (key > 0 && count > 1) open.push({ from: end, to: end + count, depth: depth + 1 });
      starts[key + 1] = end += count;
    }
    starts[0] = from;
    for (let i = from; i < to; i++) {
      const id = ids[i] ?? 0;
      const key = keyAt(bytes, offsets, id, depth);
      const place = starts[key] ?? 0;
      moved[place] = id;
      starts[key] = place + 1;
    }
    ids.set(moved.subarray(from, to), from);
  }
  return ids;
}

/** The byte at `depth`, from 1; 0 where the string has ended. */
function keyAt(bytes: Uint8Array, offsets: Uint32Array, id: number, depth: number): number {
  const at = (offsets[id] ?? 0) + depth;
  return at < (offsets[id + 1] ?? 0) ? (bytes[at] ?? 0) + 1 : 0;
}

function isBefore(
  bytes: Uint8Array,
  offsets: Uint32Array,
  a: number,
  b: number,
  depth: number,
): boolean {
  for (let at = depth; ; at++) {
    const left = keyAt(bytes, offsets, a, at);
    const right = keyAt(bytes, offsets, b, at);
    if (left !== right) return left < right;
    if (left === 0) return false;
  }
}

function sortFew(
  ids: Int32Array,
  bytes: Uint8Array,
  offsets: Uint32Array,
  { from, to, depth }: Range,
): void {
  for (let i = from + 1; i < to; i++) {
    const id = ids[i] ?? 0;
    let place = i;
    for (; place > from && isBefore(bytes, offsets, id, ids[place - 1] ?? 0, depth); place--) {
      ids[place] = ids[place - 1] ?? 0;
    }
    ids[place] = id;
  }
}
