import { itemSize, type DataType } from '../dtype.ts';
import type { Filter } from './read/direct/filter-message.ts';
import { FILTER } from './read/direct/unfilter.ts';

/**
 * The form of chunks as they are written here, shuffled and deflated, with the level left out, which
 * is nothing to those who inflate. Null for values that are stored in another way in some files.
 * @param chunk whose other dimensions are whole
 */
export function storedForm(dtype: DataType, chunk: readonly number[]): string | null {
  if (dtype.kind !== 'numeric' || dtype.name === 'bool') return null;
  return `HDF5, little-endian ${dtype.name}, ${chunk.join(' × ')}, shuffle, deflate`;
}

/** Whether these are the filters of that form. */
export function hasStoredFilters(dtype: DataType, filters: readonly Filter[]): boolean {
  if (dtype.kind !== 'numeric') return false;
  const size = itemSize(dtype.name);
  const due = size > 1 ? [FILTER.shuffle, FILTER.deflate] : [FILTER.deflate];
  const isDue = filters.length === due.length && filters.every(({ id }, i) => id === due[i]);
  return isDue && (size === 1 || filters[0]?.values[0] === size);
}
