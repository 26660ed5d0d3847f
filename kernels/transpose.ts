/*
 * Rows of a matrix that is stored by columns. The entries of a band of rows are put where their row
 * is, an index and a value side by side: one place in memory for each row, not two.
 */

/**
 * Puts what belongs to rows `[start, start + size)` of consecutive columns into place.
 * @param column the first of them
 * @param ends where each column ends, in entries (u32)
 * @param rows of the entries (u32)
 * @param isSorted whether they ascend within each column
 * @param next where the next entry of each row of the band is to go, in entries (u32)
 * @param room entries that there is room for
 * @returns how many were put into place; -1 when there is no room for one
 */
function scatterOf<T>(
  columns: i32,
  column: i32,
  ends: usize,
  rows: usize,
  values: usize,
  isSorted: bool,
  start: u32,
  size: u32,
  next: usize,
  entries: usize,
  room: u32,
): i32 {
  let count: i32 = 0;
  let k: u32 = 0;
  for (const last = column + columns; column < last; column++) {
    const end = load<u32>(ends);
    ends += 4;
    if (isSorted) k = lowerBound(rows, k, end, start);
    for (; k < end; k++) {
      // Those before the band become the largest.
      const row = load<u32>(rows + ((<usize>k) << 2)) - start;
      if (row >= size) {
        if (isSorted) break;
        continue;
      }
      const slot = next + ((<usize>row) << 2);
      const at = load<u32>(slot);
      if (at >= room) return -1;
      store<u32>(slot, at + 1);
      const entry = entries + <usize>at * (4 + sizeof<T>());
      store<i32>(entry, column);
      store<T>(entry + 4, load<T>(values + <usize>k * sizeof<T>()));
      count++;
    }
    k = end;
  }
  return count;
}

/** The first of the ascending rows `[from, to)` that is not below `row`. */
function lowerBound(rows: usize, from: u32, to: u32, row: u32): u32 {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (load<u32>(rows + ((<usize>middle) << 2)) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}

function gatherOf<T>(count: i32, entries: usize, indices: usize, values: usize): void {
  for (let i: i32 = 0; i < count; i++) {
    store<i32>(indices, load<i32>(entries));
    store<T>(values, load<T>(entries + 4));
    entries += 4 + sizeof<T>();
    indices += 4;
    values += sizeof<T>();
  }
}

/** @param itemBytes of a value: 1, 2, 4 or 8 */
export function scatter(
  itemBytes: i32,
  columns: i32,
  column: i32,
  ends: usize,
  rows: usize,
  values: usize,
  isSorted: bool,
  start: u32,
  size: u32,
  next: usize,
  entries: usize,
  room: u32,
): i32 {
  switch (itemBytes) {
    case 1:
      return scatterOf<u8>(
        columns,
        column,
        ends,
        rows,
        values,
        isSorted,
        start,
        size,
        next,
        entries,
        room,
      );
    case 2:
      return scatterOf<u16>(
        columns,
        column,
        ends,
        rows,
        values,
        isSorted,
        start,
        size,
        next,
        entries,
        room,
      );
    case 4:
      return scatterOf<u32>(
        columns,
        column,
        ends,
        rows,
        values,
        isSorted,
        start,
        size,
        next,
        entries,
        room,
      );
    default:
      return scatterOf<u64>(
        columns,
        column,
        ends,
        rows,
        values,
        isSorted,
        start,
        size,
        next,
        entries,
        room,
      );
  }
}

/** Entries of a band as indices and values. @param itemBytes of a value: 1, 2, 4 or 8 */
export function gather(
  itemBytes: i32,
  count: i32,
  entries: usize,
  indices: usize,
  values: usize,
): void {
  switch (itemBytes) {
    case 1:
      gatherOf<u8>(count, entries, indices, values);
      break;
    case 2:
      gatherOf<u16>(count, entries, indices, values);
      break;
    case 4:
      gatherOf<u32>(count, entries, indices, values);
      break;
    default:
      gatherOf<u64>(count, entries, indices, values);
  }
}
