/**
 * How positions on the alt axis of one input map to those of the result
 * (`anndata._core.merge.Reindexer`).
 */
export interface Reindexer {
  /** Length of the input's alt axis. */
  readonly from: number;
  /** Length of the result's alt axis. */
  readonly to: number;
  /** True when names and order are equal, so that blocks pass through as they are. */
  readonly noChange: boolean;
  /** New position of each old one, -1 where it is not in the result. Empty when `noChange`. */
  readonly newPositions: Int32Array;
  /** Ascending positions of the result that the input lacks. */
  readonly absent: Int32Array;
  /** True when `newPositions` ascends, so that sorted rows stay sorted. */
  readonly monotonic: boolean;
}

export const identity = (length: number): Reindexer => ({
  from: length,
  to: length,
  noChange: true,
  newPositions: new Int32Array(0),
  absent: new Int32Array(0),
  monotonic: true,
});

/** A reindexer from new positions, -1 for none. */
export function reindexer(newPositions: Int32Array, to: number): Reindexer {
  const present = new Uint8Array(to);
  let last = -1;
  let monotonic = true;
  let noChange = newPositions.length === to;
  for (let i = 0; i < newPositions.length; i++) {
    const position = newPositions[i] ?? -1;
    if (position !== i) noChange = false;
    if (position < 0) continue;
    present[position] = 1;
    if (position < last) monotonic = false;
    last = position;
  }
  if (noChange) return identity(to);
  let count = 0;
  for (const mark of present) count += 1 - mark;
  const absent = new Int32Array(count);
  for (let i = 0, k = 0; i < to; i++) if (present[i] === 0) absent[k++] = i;
  return {
    from: newPositions.length,
    to,
    noChange,
    newPositions,
    absent,
    monotonic,
  };
}

/** Columns without names (obsm): the first `to` are kept, further ones of the result are absent. */
export function truncateOrPad(from: number, to: number): Reindexer {
  return reindexer(
    ascending(from).map((i) => (i < to ? i : -1)),
    to,
  );
}

/** Columns moved to the right by `offset` (block diagonal, concatenation along columns). */
export function shifted(from: number, offset: number, to: number): Reindexer {
  return reindexer(
    ascending(from).map((i) => i + offset),
    to,
  );
}

/** Old position of each new one, -1 where the input lacks it. */
export function oldPositions(mapping: Reindexer): Int32Array {
  if (mapping.noChange) return ascending(mapping.to);
  const old = new Int32Array(mapping.to).fill(-1);
  mapping.newPositions.forEach((position, i) => {
    if (position >= 0) old[position] = i;
  });
  return old;
}

/** 0, 1, 2 … */
export function ascending(length: number): Int32Array {
  const positions = new Int32Array(length);
  for (let i = 0; i < length; i++) positions[i] = i;
  return positions;
}
