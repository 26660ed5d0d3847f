/** A box of a dataset. */
export interface Selection {
  readonly count: readonly bigint[];
  readonly offset: readonly bigint[];
  /** Number of values. */
  readonly items: number;
}

/**
 * Cuts rows `[start, stop)` of `shape` into boxes of about `limit` values, in C order. Boxes end at
 * chunk borders where they can, since a chunk that is read in two parts is decoded twice.
 */
export function* selections(
  shape: readonly number[],
  chunks: readonly number[] | null,
  start: number,
  stop: number,
  limit: number,
): Generator<Selection> {
  if (shape.length === 0) {
    yield { count: [], offset: [], items: 1 };
    return;
  }
  yield* cut(shape, chunks, [], start, stop, limit);
}

function* cut(
  shape: readonly number[],
  chunks: readonly number[] | null,
  prefix: readonly number[],
  start: number,
  stop: number,
  limit: number,
): Generator<Selection> {
  const axis = prefix.length;
  const rest = shape.slice(axis + 1);
  const perRow = rest.reduce((product, n) => product * n, 1);
  if (perRow > limit && rest.some((n) => n > 1)) {
    for (let row = start; row < stop; row++) {
      yield* cut(shape, chunks, [...prefix, row], 0, rest[0] ?? 1, limit);
    }
    return;
  }
  const chunkRows = chunks?.[axis] ?? 1;
  const fitting = Math.max(1, Math.floor(limit / perRow));
  const step = fitting > chunkRows ? fitting - (fitting % chunkRows) : fitting;
  for (let from = start; from < stop;) {
    const to = Math.min(stop, from - (from % step) + step);
    const count = [...prefix.map(() => 1), to - from, ...rest];
    yield {
      count: count.map(BigInt),
      offset: [...prefix, from, ...rest.map(() => 0)].map(BigInt),
      items: (to - from) * perRow,
    };
    from = to;
  }
}
