import { itemSize, type DataType } from '../dtype.ts';
import type { Filter } from './read/direct/filter-message.ts';
import { FILTER } from './read/direct/unfilter.ts';

/**
 * The form of chunks as they are written here, deflated, after a shuffle or not, with the level left
 * out, which is nothing to those who inflate. Null for values that are stored in another way in some
 * files.
 * @param chunk whose other dimensions are whole
 */
export function storedForm(
  dtype: DataType,
  chunk: readonly number[],
  shuffled: boolean,
): string | null {
  if (dtype.kind !== 'numeric' || dtype.name === 'bool') return null;
  const filters = shuffled ? 'shuffle, deflate' : 'deflate';
  return `HDF5, little-endian ${dtype.name}, ${chunk.join(' × ')}, ${filters}`;
}

/** Whether chunks of these filters are shuffled; null where they are of no such form. */
export function storedShuffle(dtype: DataType, filters: readonly Filter[]): boolean | null {
  if (dtype.kind !== 'numeric') return null;
  const [first, second, ...others] = filters;
  if (first?.id === FILTER.deflate && second === undefined) return false;
  const isShuffled = first?.id === FILTER.shuffle && first.values[0] === itemSize(dtype.name);
  return isShuffled && second?.id === FILTER.deflate && others.length === 0 ? true : null;
}
