/*
 * Rows with other columns. Nothing is checked here: the caller has looked at every index, and has
 * room for every entry.
 */

/**
 * Brings the entries of rows to other columns, ascending. Columns of a row are marked in a bit set,
 * which is then read in order: linear in the entries, with one word a 64 columns.
 * @param ends where each row ends, as number of entries from the first row's start (u32)
 * @param map the new column of each, negative for none (i32)
 * @param marks zeros, one bit for each new column, to `marksEnd`; zeros again afterwards
 * @param found room for a value for each new column
 * @returns entries of all rows; -1, with any marks left, where a row has a column twice
 */
function sortOf<T>(
  rows: i32,
  ends: usize,
  indices: usize,
  values: usize,
  map: usize,
  marks: usize,
  marksEnd: usize,
  found: usize,
  newIndices: usize,
  newValues: usize,
  newEnds: usize,
): i32 {
  const first = newIndices;
  let at = indices;
  for (let row: i32 = 0; row < rows; row++) {
    const end = indices + ((<usize>load<u32>(ends)) << 2);
    let repeated: u64 = 0;
    for (; at < end; at += 4) {
      const column = load<i32>(map + ((<usize>load<u32>(at)) << 2));
      if (column >= 0) {
        const word = marks + ((<usize>(column >> 6)) << 3);
        const bit: u64 = (<u64>1) << (<u64>column);
        const marked = load<u64>(word);
        repeated |= marked & bit;
        store<u64>(word, marked | bit);
        store<T>(found + <usize>column * sizeof<T>(), load<T>(values));
      }
      values += sizeof<T>();
    }
    if (repeated != 0) return -1;
    let base: i32 = 0;
    for (let word = marks; word < marksEnd; word += 8) {
      let left = load<u64>(word);
      if (left != 0) {
        store<u64>(word, 0);
        do {
          const column = base + <i32>ctz<u64>(left);
          store<i32>(newIndices, column);
          store<T>(newValues, load<T>(found + <usize>column * sizeof<T>()));
          newIndices += 4;
          newValues += sizeof<T>();
          left &= left - 1;
        } while (left != 0);
      }
      base += 64;
    }
    store<u32>(newEnds, <u32>((newIndices - first) >> 2));
    ends += 4;
    newEnds += 4;
  }
  return <i32>((newIndices - first) >> 2);
}

/** As `sort`, in the order that the entries have. */
function keepOf<T>(
  rows: i32,
  ends: usize,
  indices: usize,
  values: usize,
  map: usize,
  newIndices: usize,
  newValues: usize,
  newEnds: usize,
): i32 {
  const first = newIndices;
  let at = indices;
  for (let row: i32 = 0; row < rows; row++) {
    const end = indices + ((<usize>load<u32>(ends)) << 2);
    for (; at < end; at += 4) {
      const column = load<i32>(map + ((<usize>load<u32>(at)) << 2));
      // An entry that is left out is written over by the next.
      store<i32>(newIndices, column);
      store<T>(newValues, load<T>(values));
      const kept = <usize>(column >= 0);
      newIndices += kept << 2;
      newValues += kept * sizeof<T>();
      values += sizeof<T>();
    }
    store<u32>(newEnds, <u32>((newIndices - first) >> 2));
    ends += 4;
    newEnds += 4;
  }
  return <i32>((newIndices - first) >> 2);
}

/** @param itemBytes of a value: 1, 2, 4 or 8 */
export function sort(
  itemBytes: i32,
  rows: i32,
  ends: usize,
  indices: usize,
  values: usize,
  map: usize,
  marks: usize,
  marksEnd: usize,
  found: usize,
  newIndices: usize,
  newValues: usize,
  newEnds: usize,
): i32 {
  switch (itemBytes) {
    case 1:
      return sortOf<u8>(
        rows,
        ends,
        indices,
        values,
        map,
        marks,
        marksEnd,
        found,
        newIndices,
        newValues,
        newEnds,
      );
    case 2:
      return sortOf<u16>(
        rows,
        ends,
        indices,
        values,
        map,
        marks,
        marksEnd,
        found,
        newIndices,
        newValues,
        newEnds,
      );
    case 4:
      return sortOf<u32>(
        rows,
        ends,
        indices,
        values,
        map,
        marks,
        marksEnd,
        found,
        newIndices,
        newValues,
        newEnds,
      );
    default:
      return sortOf<u64>(
        rows,
        ends,
        indices,
        values,
        map,
        marks,
        marksEnd,
        found,
        newIndices,
        newValues,
        newEnds,
      );
  }
}

/** @param itemBytes of a value: 1, 2, 4 or 8 */
export function keep(
  itemBytes: i32,
  rows: i32,
  ends: usize,
  indices: usize,
  values: usize,
  map: usize,
  newIndices: usize,
  newValues: usize,
  newEnds: usize,
): i32 {
  switch (itemBytes) {
    case 1:
      return keepOf<u8>(rows, ends, indices, values, map, newIndices, newValues, newEnds);
    case 2:
      return keepOf<u16>(rows, ends, indices, values, map, newIndices, newValues, newEnds);
    case 4:
      return keepOf<u32>(rows, ends, indices, values, map, newIndices, newValues, newEnds);
    default:
      return keepOf<u64>(rows, ends, indices, values, map, newIndices, newValues, newEnds);
  }
}
