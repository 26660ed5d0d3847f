/** The part that a chunk and a block have in common, and where its first value lies in each. */
export interface Overlap {
  readonly extent: readonly number[];
  /** In values. */
  readonly source: number;
  /** In values. */
  readonly target: number;
}

/** Distance in values of neighbours along each axis, in C order. */
export function strides(shape: readonly number[]): number[] {
  const result = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    result[axis] = (result[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return result;
}

/**
 * What a chunk at grid position `position` gives to the block of rows `[start, stop)` of an array
 * of this shape; undefined when they share nothing.
 */
export function overlap(
  shape: readonly number[],
  chunk: readonly number[],
  sourceStrides: readonly number[],
  position: readonly number[],
  start: number,
  stop: number,
): Overlap | undefined {
  const targetStrides = strides(shape);
  let source = 0;
  let target = 0;
  const extent: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    const size = chunk[axis] ?? 1;
    const first = (position[axis] ?? 0) * size;
    const from = axis === 0 ? Math.max(first, start) : first;
    const to = Math.min(first + size, axis === 0 ? stop : (shape[axis] ?? 1));
    if (to <= from) return undefined;
    extent.push(to - from);
    source += (from - first) * (sourceStrides[axis] ?? 1);
    target += (axis === 0 ? from - start : from) * (targetStrides[axis] ?? 1);
  }
  return { extent, source, target };
}

/**
 * Calls `run` for each stretch of values that lie at equal distances in source and target: `length`
 * values, from `source` on, `step` apart, go to `target` on, side by side.
 */
export function forEachRun(
  { extent, source, target }: Overlap,
  sourceStrides: readonly number[],
  targetStrides: readonly number[],
  run: (source: number, target: number, length: number, step: number) => void,
): void {
  const last = extent.length - 1;
  if (last < 0) {
    run(source, target, 1, 1);
    return;
  }
  // Axes that follow each other without a gap on both sides are walked as one.
  let axis = last;
  let length = extent[last] ?? 1;
  const step = sourceStrides[last] ?? 1;
  while (
    axis > 0 &&
    sourceStrides[axis - 1] === length * step &&
    targetStrides[axis - 1] === length
  ) {
    axis -= 1;
    length *= extent[axis] ?? 1;
  }
  const index = new Array<number>(axis).fill(0);
  let from = source;
  let to = target;
  for (;;) {
    run(from, to, length, step);
    let at = axis - 1;
    for (; at >= 0; at--) {
      const next = (index[at] ?? 0) + 1;
      from += sourceStrides[at] ?? 0;
      to += targetStrides[at] ?? 0;
      if (next < (extent[at] ?? 1)) {
        index[at] = next;
        break;
      }
      index[at] = 0;
      from -= next * (sourceStrides[at] ?? 0);
      to -= next * (targetStrides[at] ?? 0);
    }
    if (at < 0) return;
  }
}

/** Copies an overlap, values of `size` bytes each. */
export function copyOverlap(
  part: Overlap,
  source: Uint8Array,
  sourceStrides: readonly number[],
  target: Uint8Array,
  targetStrides: readonly number[],
  size: number,
): void {
  forEachRun(part, sourceStrides, targetStrides, (from, to, length, step) => {
    if (step === 1) {
      target.set(source.subarray(from * size, (from + length) * size), to * size);
      return;
    }
    for (let i = 0; i < length; i++) {
      const read = (from + i * step) * size;
      const write = (to + i) * size;
      for (let b = 0; b < size; b++) target[write + b] = source[read + b] ?? 0;
    }
  });
}

/** Positions in the chunk grid that rows `[start, stop)` touch, in C order. */
export function* positions(
  shape: readonly number[],
  chunk: readonly number[],
  start: number,
  stop: number,
): Generator<number[]> {
  const from = shape.map((_, axis) => (axis === 0 ? Math.floor(start / (chunk[0] ?? 1)) : 0));
  const to = shape.map((n, axis) => Math.ceil((axis === 0 ? stop : n) / (chunk[axis] ?? 1)));
  if (from.some((first, axis) => first >= (to[axis] ?? 0))) return;
  const position = [...from];
  for (;;) {
    yield [...position];
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      const next = (position[axis] ?? 0) + 1;
      if (next < (to[axis] ?? 0)) {
        position[axis] = next;
        break;
      }
      position[axis] = from[axis] ?? 0;
    }
    if (axis < 0) return;
  }
}
