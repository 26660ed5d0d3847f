/**
 * The blocks in which pandas keeps the columns of a dataframe, as far as `pandas.concat` depends on
 * them: whether an input has nothing to say is asked of a whole run of columns, not of each.
 */

/** A column of one dataframe. */
export interface BlockColumn {
  readonly name: string;
  /** Columns with equal keys are kept in one block; null for a column in a block of its own. */
  readonly key: string | null;
}

/**
 * The first column of the run that each of `kept` belongs to: neighbours that are in one block in
 * every dataframe (`get_concat_blkno_indexers`).
 */
export function runStarts(
  kept: readonly string[],
  frames: readonly (readonly BlockColumn[])[],
): readonly number[] {
  const numbers = frames.map((frame) => blockNumbers(kept, frame));
  const starts: number[] = [];
  kept.forEach((_, k) => {
    const isSame = k > 0 && numbers.every((blocks) => blocks[k] === blocks[k - 1]);
    starts.push(isSame ? (starts[k - 1] ?? k) : k);
  });
  return starts;
}

/** Number of the block of each kept column in one dataframe; those it lacks make blocks as well. */
function blockNumbers(kept: readonly string[], frame: readonly BlockColumn[]): readonly number[] {
  const places = placesOf(frame);
  const isReindexed = kept.length !== frame.length || kept.some((n, k) => n !== frame[k]?.name);
  const numbers: number[] = [];
  let next = frame.length;
  for (let k = 0; k < kept.length;) {
    const block = places.get(kept[k] ?? '')?.block ?? -1;
    let stop = k + 1;
    while (stop < kept.length && (places.get(kept[stop] ?? '')?.block ?? -1) === block) stop++;
    const locations = kept.slice(k, stop).map((name) => places.get(name)?.location ?? 0);
    // A reindexed dataframe has a new block for each run, or column where it is no slice.
    const isWhole = block === -1 || isSlice(locations);
    if (isReindexed && isWhole) next++;
    for (; k < stop; k++) numbers.push(isReindexed ? (isWhole ? next : ++next) : block);
  }
  return numbers;
}

/** Block and place in it of each column. */
function placesOf(frame: readonly BlockColumn[]) {
  const blocks = new Map<string, { readonly block: number; size: number }>();
  const places = new Map<string, { readonly block: number; readonly location: number }>();
  frame.forEach(({ name, key }, i) => {
    const block = blocks.get(key ?? '') ?? { block: i, size: 0 };
    if (key !== null) blocks.set(key, block);
    places.set(name, { block: key === null ? i : block.block, location: block.size });
    if (key !== null) block.size++;
  });
  return places;
}

/** `maybe_indices_to_slice`: whether they are at one distance, up or down. */
function isSlice(locations: readonly number[]): boolean {
  const [first = 0, second = first + 1] = locations;
  return locations.every((location, i) => location === first + i * (second - first));
}
